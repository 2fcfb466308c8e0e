"""How long a case is kept: closing and reopening it, when it is looked at again, and holding it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import access_contexts, access_policy, vault
from .models import Case
from .models.access import CaseReview, LegalHold

# Further ahead nobody decides; the case would be forgotten.
FURTHEST = dt.timedelta(days=5 * 366)


@action("cases.case_closed", policy=access_policy.may_keep)
def close_case(*, actor: Actor, case: Case, review_by: dt.date) -> Done[Case]:
    """Nobody in it needs help any more, as far as known; on ``review_by`` its people decide whether it is kept."""
    case = _move(case, Case.State.OPEN, Case.State.CLOSED)
    _set_review(actor, case, review_by)
    return Done(case, subject=f"case:{case.pk}", detail={"review_by": review_by.isoformat()})


@action("cases.case_reopened", policy=access_policy.may_keep)
def reopen_case(*, actor: Actor, case: Case) -> Done[Case]:
    """It is worked on again."""
    case = _move(case, Case.State.CLOSED, Case.State.OPEN)
    return Done(case, subject=f"case:{case.pk}")


@action("cases.review_set", policy=access_policy.may_keep)
def set_review(*, actor: Actor, case: Case, review_by: dt.date) -> Done[Case]:
    """Say by when the case's people look at it again. Raises Refused (review_day)."""
    _set_review(actor, case, review_by)
    return Done(case, subject=f"case:{case.pk}", detail={"review_by": review_by.isoformat()})


@action("cases.hold_set", policy=access_policy.may_keep_for_reason)
def set_hold(*, actor: Actor, case: Case, reason: str) -> Done[LegalHold]:
    """The case must be kept: nobody destroys it, and no day does. Raises Refused (held)."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if LegalHold.objects.filter(case=case, lifted_at__isnull=True).exists():
        raise Refused(_("The case is held already."), _("Lift that hold first if its reason has changed."), code="held")
    sealed = vault.seal(case.pk, access_contexts.hold(case.pk), reason.strip())
    hold = LegalHold.objects.create(case=case, sealed_reason=sealed, set_by_id=actor.person)
    return Done(hold, subject=f"case:{case.pk}")


@action("cases.hold_lifted", policy=access_policy.may_keep_for_reason)
def lift_hold(*, actor: Actor, case: Case, reason: str) -> Done[LegalHold]:
    """It need not be kept any more. Raises Refused (not_held)."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    hold = LegalHold.objects.filter(case=case, lifted_at__isnull=True).first()
    if hold is None:
        raise Refused(_("The case is not held."), code="not_held")
    hold.sealed_lift_reason = vault.seal(case.pk, access_contexts.hold_lifted(case.pk), reason.strip())
    hold.lifted_by_id, hold.lifted_at = actor.person, timezone.now()
    hold.save(update_fields=["sealed_lift_reason", "lifted_by", "lifted_at"])
    return Done(hold, subject=f"case:{case.pk}")


def _move(case: Case, here: Case.State, there: Case.State) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != here:
        raise Refused(_("The case is not as you saw it."), _("Look at it once more."), code="case_state")
    case.state = there
    case.save(update_fields=["state"])
    return case


def _set_review(actor: Actor, case: Case, review_by: dt.date) -> None:
    today = timezone.localdate()
    if not today < review_by <= today + FURTHEST:
        raise Refused(_("This is no day within the next five years."), _("Choose another day."), code="review_day")
    CaseReview.objects.update_or_create(
        case=case, defaults={"review_by": review_by, "set_by_id": actor.person, "set_at": timezone.now()}
    )
