"""What happened in a case, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate

from . import contexts, policy, vault
from .models import Case, Event, Information, Intervention, Involvement, Person


@action("cases.event_recorded", policy=policy.may_work)
def record_event(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    happened: UncertainDate,
    place: str,
    account: str,
    count: Count | None = None,
    persons: Sequence[Person] = (),
    report_ids: Sequence[UUID] = (),
) -> Done[Event]:
    """Record an event of the chain: the persons involved, and the reports (by id) that it rests on."""
    if any(person.case_id != case.pk for person in persons):
        raise Refused(_("Not all of these persons are of this case."), code="other_case")
    event = Event.objects.create(
        case=case,
        kind=Event.Kind(kind),
        happened=happened,
        count=count,
        sealed_place=vault.seal(case.pk, contexts.event_place(case.pk), place),
        sealed_account=vault.seal(case.pk, contexts.event_account(case.pk), account),
        recorded_by_id=actor.person,
    )
    Involvement.objects.bulk_create(Involvement(event=event, person=person) for person in persons)
    Information.objects.bulk_create(Information(event=event, report_id=report_id) for report_id in report_ids)
    facts = {"kind": event.kind, "persons": len(persons), "reports": len(report_ids)}
    return Done(event, subject=f"case:{case.pk}", detail={"event": event.pk, **facts})


@action("cases.intervention_recorded", policy=policy.may_work)
def record_intervention(
    *, actor: Actor, case: Case, kind: str, began: UncertainDate, account: str
) -> Done[Intervention]:
    """Record what was done for the people of the case."""
    intervention = Intervention.objects.create(
        case=case,
        kind=Intervention.Kind(kind),
        began=began,
        sealed_account=vault.seal(case.pk, contexts.intervention(case.pk), account),
        recorded_by_id=actor.person,
    )
    return Done(intervention, subject=f"case:{case.pk}", detail={"kind": intervention.kind})
