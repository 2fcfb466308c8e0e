"""What people decide about the guard: one sentence of a case may stand; somebody may go on after too many refusals."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.accounts.models import Staff
from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, sweep
from .guard_cap import LIFTED
from .guard_policy import may_allow, may_lift, may_take_back
from .guard_stops import Stop
from .models import AllowedOccurrence


@action("disclosure.occurrence_allowed", policy=may_allow)
def allow_occurrence(*, actor: Actor, case: Case, stop: Stop, reason: str) -> Done[AllowedOccurrence]:
    """Let what is sealed of this case, and of no other, stand in the one sentence in which the guard found it.

    Another word in it, and it is another sentence. Raises Refused: no_reason.
    """
    if not reason.strip():
        raise Refused(_("Say why this may stand."), _("The case's people will read it."), code="no_reason")
    allowance, made = AllowedOccurrence.objects.get_or_create(
        case=case,
        sentence_sha256=bytes.fromhex(stop.sentence),
        withdrawn_at=None,
        defaults={
            "sealed_sentence": vault.seal(case.pk, contexts.allowed_sentence(case.pk), stop.said),
            "sealed_reason": vault.seal(case.pk, contexts.allowed_reason(case.pk), reason.strip()),
            "allowed_by_id": actor.person,
        },
    )
    detail = {"case": str(case.pk), "sentence": stop.sentence, "new": made}
    return Done(allowance, subject=f"allowance:{allowance.pk}", detail=detail)


@action("disclosure.allowance_withdrawn", policy=may_take_back)
def withdraw_allowance(*, actor: Actor, allowance: AllowedOccurrence) -> Done[AllowedOccurrence]:
    """The sentence may stand no more: what shows it is read again, and goes dark."""
    changed = AllowedOccurrence.objects.filter(pk=allowance.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if changed:
        sweep.learn_names(sender=AllowedOccurrence, actor=actor)
    allowance.refresh_from_db()
    return Done(allowance, subject=f"allowance:{allowance.pk}", detail={"case": str(allowance.case_id)})


@action(LIFTED, policy=may_lift)
def lift_cap(*, actor: Actor, staff: Staff, reason: str) -> Done[Staff]:
    """Let somebody go on whom the guard has stopped too often within a day. Raises Refused: no_reason."""
    if not reason.strip():
        raise Refused(_("Say why they may go on."), code="no_reason")
    return Done(staff, subject=f"staff:{staff.pk}", detail={"reason": reason.strip()})
