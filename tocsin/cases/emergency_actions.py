"""Letting oneself into a case, with a reason, for some hours, before the eyes of its people.

Whoever tries learns nothing by trying: a number that there is not, one of a destroyed case, and one too many tries
are answered alike, and only after the second factor was shown.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.accounts.alerts import alert
from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.core import audit
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.models import AuditEntry

from . import access, access_contexts, access_policy, numbers, vault
from .models import Case
from .models.access import EmergencyOpening

KIND = "cases.emergency_opened"
LASTS = dt.timedelta(hours=12)
# Wrong numbers that somebody may give in a day.
TRIES, A_DAY = 5, dt.timedelta(days=1)
NO_SUCH_NUMBER = "no_such_number"


@action(KIND, policy=access_policy.may_open_in_emergency)
def open_in_emergency(*, actor: Actor, number: str, reason: str) -> Done[EmergencyOpening]:
    """Let the actor into the case of that number for ``LASTS``, and tell its people at once.

    Raises Refused: second_factor, no_reason, no_such_number, on_the_case.
    """
    case = _find(actor, number)
    if access.case_ids(actor).filter(pk=case.pk).exists():
        raise Refused(_("You are on this case already."), _("You find it among your cases."), code="on_the_case")
    opening_id, now = uuid.uuid4(), timezone.now()
    opening = EmergencyOpening.objects.create(
        id=opening_id,
        case=case,
        staff_id=actor.person,
        sealed_reason=vault.seal(case.pk, access_contexts.emergency(opening_id), reason.strip()),
        opened_at=now,
        ends_at=now + LASTS,
    )
    told = _whom_to_tell(actor, case)
    alert(told)
    return Done(opening, subject=f"case:{case.pk}", detail={"ends": opening.ends_at.isoformat(), "told": len(told)})


@action("cases.emergency_ended", policy=access_policy.may_end_emergency)
def end_emergency(*, actor: Actor, opening: EmergencyOpening) -> Done[EmergencyOpening]:
    """End it before its time. Raises Refused (ended)."""
    now = timezone.now()
    standing = access.in_emergency(now).filter(pk=opening.pk)
    if standing.update(ended_at=now, ended_by_id=actor.person) != 1:
        raise Refused(_("This has ended already."), code="ended")
    opening.refresh_from_db()
    return Done(opening, subject=f"case:{opening.case_id}", detail={"staff": opening.staff_id})


def _find(actor: Actor, number: str) -> Case:
    """The case, locked; its people cannot change meanwhile. Raises Refused (no_such_number)."""
    digits = numbers.read(number)
    found = access.standing().filter(number__digits=digits).select_for_update(of=("self",)).first()
    if found is None or not vault.holds(found.pk) or _wrong_tries(actor) >= TRIES:
        raise Refused(
            _("There is no case with this number, or you have tried too often today."),
            _("Ask for the number once more, from somebody who is on the case."),
            code=NO_SUCH_NUMBER,
        )
    return found


def _wrong_tries(actor: Actor) -> int:
    refusals = AuditEntry.objects.filter(kind=audit.REFUSAL, subject=f"action:{KIND}", staff_id=actor.person)
    return refusals.filter(detail__code=NO_SUCH_NUMBER, at__gt=timezone.now() - A_DAY).count()


def _whom_to_tell(actor: Actor, case: Case) -> list[Staff]:
    """The case's own people; where none is left, the approvers, so that somebody hears of it."""
    own = list(access.people_of(case).exclude(pk=actor.person))
    if own:
        return own
    approvers = RoleGrant.objects.filter(role=Role.APPROVER, state=RoleGrant.State.GRANTED).values("staff")
    return list(Staff.objects.filter(pk__in=approvers, is_active=True).exclude(pk=actor.person))
