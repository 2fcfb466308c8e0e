"""The end of a case: proposed by one of its people, approved by a second person, and only then carried out."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import access_contexts, access_policy, erasing, vault
from .models import Case
from .models.access import Destruction, LegalHold
from .retention import is_stale
from .signals import case_destroyed, destruction_wanted


@action("cases.destruction_proposed", policy=access_policy.may_take_out)
def propose_destruction(*, actor: Actor, case: Case, reason: str, on_day: dt.date | None = None) -> Done[Destruction]:
    """Propose to destroy the case: at once when it is approved and carried out, or by itself ``on_day``.

    Raises Refused: second_factor, no_reason, held, standing_release, proposed, day.
    """
    case = _lock(case, actor)
    if Destruction.objects.filter(case=case, called_off_at__isnull=True).exists():
        raise Refused(_("This is proposed already."), _("Look at what was proposed."), code="proposed")
    if on_day is not None and on_day <= timezone.localdate():
        raise Refused(_("This day is not ahead."), _("Choose a later day, or none."), code="day")
    destruction_id = uuid.uuid4()
    destruction = Destruction.objects.create(
        id=destruction_id,
        case=case,
        sealed_reason=vault.seal(case.pk, access_contexts.destruction(destruction_id), reason.strip()),
        on_day=on_day,
        proposed_by_id=actor.person,
    )
    return Done(destruction, subject=f"case:{case.pk}", detail={"on_day": on_day.isoformat() if on_day else None})


@action("cases.destruction_approved", policy=access_policy.may_approve_destruction)
def approve_destruction(*, actor: Actor, destruction: Destruction) -> Done[Destruction]:
    """The second person's yes. It still has to be carried out within a week, or comes on its day."""
    _lock(destruction.case, actor)
    destruction = _standing(destruction)
    if destruction.approved_at is not None:
        raise Refused(_("This is approved already."), _("Look at it once more."), code="approved")
    destruction.approved_by_id, destruction.approved_at = actor.person, timezone.now()
    destruction.save(update_fields=["approved_by", "approved_at"])
    return Done(destruction, subject=f"case:{destruction.case_id}")


@action("cases.destruction_called_off", policy=access_policy.may_call_off)
def call_off_destruction(*, actor: Actor, destruction: Destruction) -> Done[Destruction]:
    """The case is kept. Raises Refused (not_standing)."""
    Case.objects.select_for_update().get(pk=destruction.case_id)
    destruction = _standing(destruction)
    destruction.called_off_by_id, destruction.called_off_at = actor.person, timezone.now()
    destruction.save(update_fields=["called_off_by", "called_off_at"])
    return Done(destruction, subject=f"case:{destruction.case_id}")


@action("cases.destruction_begun", policy=access_policy.may_carry_out)
def begin_destruction(*, actor: Actor, destruction: Destruction) -> Done[Destruction]:
    """From here there is no such case for anybody. Raises Refused: held, standing_release, not_approved, ..."""
    _lock(destruction.case, actor)
    destruction = _standing(destruction)
    _require_decided(destruction)
    destruction.begun_at = timezone.now()
    destruction.save(update_fields=["begun_at"])
    return Done(destruction, subject=f"case:{destruction.case_id}")


@action("cases.case_destroyed", policy=access_policy.may_finish)
def finish_destruction(*, actor: Actor, destruction: Destruction) -> Done[Destruction]:
    """Destroy the key, then what it sealed. Whatever interrupts it, it can be done again, and nothing else can."""
    destruction = Destruction.objects.select_for_update().get(pk=destruction.pk)
    if destruction.begun_at is None or destruction.done_at is not None:
        raise Refused(_("There is nothing to be finished here."), code="not_standing")
    vault.destroy_key(destruction.case_id)
    erased = erasing.erase(destruction.case)
    destruction.done_at = timezone.now()
    destruction.save(update_fields=["done_at"])
    case_destroyed.send(sender=Case, case_id=destruction.case_id, actor=actor)
    return Done(destruction, subject=f"case:{destruction.case_id}", detail={"rows": erased})


def _lock(case: Case, actor: Actor) -> Case:
    """The case, locked, if nothing stands against its end. Raises Refused: held, or what a room below says."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if LegalHold.objects.filter(case=case, lifted_at__isnull=True).exists():
        raise Refused(_("The case is under a legal hold."), _("Lift the hold first, with its reason."), code="held")
    destruction_wanted.send(sender=Case, case_id=case.pk, actor=actor)
    return case


def _standing(destruction: Destruction) -> Destruction:
    found = Destruction.objects.select_for_update().get(pk=destruction.pk)
    if found.called_off_at is not None or found.begun_at is not None:
        raise Refused(_("This was called off, or has begun."), _("Look at the case once more."), code="not_standing")
    return found


def _require_decided(destruction: Destruction) -> None:
    if destruction.approved_at is None:
        raise Refused(_("A second person has not approved this."), _("Ask them first."), code="not_approved")
    if is_stale(destruction):
        raise Refused(
            _("The approval is older than a week."), _("Call it off and propose it anew."), code="approval_old"
        )
    if destruction.on_day is not None and destruction.on_day > timezone.localdate():
        raise Refused(_("Its day has not come."), _("Call it off and propose it without a day."), code="day")
