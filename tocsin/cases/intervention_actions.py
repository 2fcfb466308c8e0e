"""What was done for the people of a case, and, as it becomes known, what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tocsin.core.actions import Actor, Done, action
from tocsin.core.dates import UncertainDate

from . import contexts, history, policy, vault
from .models import Case, Intervention
from .opening import open_intervention


@dataclass(frozen=True)
class InterventionWords:
    """An intervention as it is recorded: ``by`` whom, ``to`` whom, the ``response`` and the ``effect`` so far."""

    kind: str
    began: UncertainDate
    account: str
    ended: UncertainDate | None = None
    by: str = ""
    to: str = ""
    response: str = ""
    effect: str = ""


@action("cases.intervention_recorded", policy=policy.may_work)
def record_intervention(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    began: UncertainDate,
    account: str,
    ended: UncertainDate | None = None,
    by: str = "",
    to: str = "",
    response: str = "",
    effect: str = "",
) -> Done[Intervention]:
    """Record what was done for the people of the case."""
    intervention = Intervention(case=case, recorded_by_id=actor.person)
    _write(intervention, InterventionWords(kind, began, account, ended, by, to, response, effect))
    return Done(intervention, subject=f"case:{case.pk}", detail={"kind": intervention.kind})


@action("cases.intervention_corrected", policy=policy.may_work_on_intervention)
def correct_intervention(
    *, actor: Actor, intervention: Intervention, told: InterventionWords, reason: str
) -> Done[Intervention]:
    """Add the response and the effect, or correct what was recorded; what stood there is kept, with the reason."""
    intervention = Intervention.objects.select_for_update().get(pk=intervention.pk)
    opened = open_intervention(vault.case_key(intervention.case_id), intervention)
    earlier = {
        "kind": opened.kind,
        "began": opened.began.edtf,
        "ended": opened.ended.edtf if opened.ended else None,
        **{name: getattr(opened, name) for name in ("account", "by", "to", "response", "effect")},
    }
    subject = f"intervention:{intervention.pk}"
    history.keep(actor=actor, case_id=intervention.case_id, subject=subject, told=earlier, reason=reason)
    _write(intervention, told)
    return Done(intervention, subject=f"case:{intervention.case_id}", detail={"kind": intervention.kind})


def _write(intervention: Intervention, told: InterventionWords) -> None:
    case_id = intervention.case_id
    details = {name: str(getattr(told, name)).strip() for name in ("by", "to", "response", "effect")}
    intervention.kind = Intervention.Kind(told.kind)
    intervention.began, intervention.ended = told.began, told.ended
    intervention.sealed_account = vault.seal(case_id, contexts.intervention(case_id), told.account)
    intervention.sealed_details = vault.seal(case_id, contexts.intervention_details(case_id), json.dumps(details))
    intervention.save()
