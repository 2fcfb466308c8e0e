"""What happened in a case, and what it rests on: recorded, corrected with its history, struck where mistaken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate

from . import contexts, history, policy, vault
from .identifiers import identifying
from .models import Case, Confirmation, Event, Information, Involvement, Person, Reliability
from .opening import open_event
from .places import Place
from .signals import announce


@dataclass(frozen=True)
class RestsOn:
    """What an event rests on: a report (its id), or who says so and how they know, in words."""

    report: UUID | None = None
    source: str = ""
    how_known: str = ""
    reliability: str = Reliability.F
    confirmation: str = Confirmation.PROBABLE
    received: UncertainDate | None = None


@dataclass(frozen=True)
class EventWords:
    """An event as it is recorded. ``involved`` are (person, Involvement.Role); ``act`` and ``perpetrator`` words, the
    latter an institution and never a person."""

    kind: str
    happened: UncertainDate
    place: Place
    account: str
    count: Count | None = None
    act: str = ""
    perpetrator: str = ""
    involved: tuple[tuple[Person, str], ...] = ()
    information: tuple[RestsOn, ...] = ()


@action("cases.event_recorded", policy=policy.may_work)
def record_event(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    happened: UncertainDate,
    place: Place | str,
    account: str,
    count: Count | None = None,
    persons: Sequence[Person] = (),
    report_ids: Sequence[UUID] = (),
    information: Sequence[RestsOn] = (),
    roles: Mapping[UUID, str] | None = None,
    act: str = "",
    perpetrator: str = "",
) -> Done[Event]:
    """Record an event of the chain: the persons involved (victims, where ``roles`` says nothing else), and the reports
    (by id) and other information that it rests on."""
    told = EventWords(
        kind=kind,
        happened=happened,
        place=Place.of(place),
        account=account,
        count=count,
        act=act,
        perpetrator=perpetrator,
        involved=tuple((one, (roles or {}).get(one.pk, Involvement.Role.VICTIM)) for one in persons),
        information=(*(RestsOn(report=report_id) for report_id in report_ids), *information),
    )
    event = Event(case=case, recorded_by_id=actor.person)
    _write(event, told, actor)
    facts = {"kind": event.kind, "persons": len(told.involved), "information": len(told.information)}
    return Done(event, subject=f"case:{case.pk}", detail={"event": event.pk, **facts})


@action("cases.event_corrected", policy=policy.may_work_on_event)
def correct_event(*, actor: Actor, event: Event, told: EventWords, reason: str) -> Done[Event]:
    """Record an event as it is known now; what stood there is kept, with the reason."""
    event = _standing(event)
    _keep(event, actor, reason)
    event.involvements.all().delete()
    event.information.all().delete()
    _write(event, told, actor)
    return Done(event, subject=f"case:{event.case_id}", detail={"event": event.pk, "kind": event.kind})


@action("cases.information_added", policy=policy.may_work_on_event)
def add_information(*, actor: Actor, event: Event, rests_on: RestsOn) -> Done[Information]:
    """One more thing that an event rests on."""
    event = _standing(event)
    if rests_on.report is not None and event.information.filter(report_id=rests_on.report).exists():
        raise Refused(_("This event rests on that report already."), code="information")
    information = _information(event, rests_on)
    information.save()
    return Done(information, subject=f"case:{event.case_id}", detail={"event": event.pk})


@action("cases.event_struck", policy=policy.may_work_on_event)
def strike_event(*, actor: Actor, event: Event, reason: str) -> Done[Event]:
    """An event that did not happen, or does not belong here: kept, and told of no more."""
    event = _standing(event)
    _keep(event, actor, reason)
    event.struck_at = timezone.now()
    event.save(update_fields=["struck_at"])
    return Done(event, subject=f"case:{event.case_id}", detail={"event": event.pk, "kind": event.kind})


def _standing(event: Event) -> Event:
    event = Event.objects.select_for_update().select_related("case").get(pk=event.pk)
    if event.struck_at is not None:
        raise Refused(_("This event was struck already."), _("Record it anew if it did happen."), code="struck")
    return event


def _write(event: Event, told: EventWords, actor: Actor) -> None:
    case_id, seal = event.case_id, vault.seal
    if any(person.case_id != case_id for person, _role in told.involved):
        raise Refused(_("Not all of these persons are of this case."), code="other_case")
    details = {"act": told.act.strip(), "perpetrator": told.perpetrator.strip()}
    event.kind, event.happened, event.count = Event.Kind(told.kind), told.happened, told.count
    event.sealed_place = seal(case_id, contexts.event_place(case_id), told.place.to_json())
    event.sealed_account = seal(case_id, contexts.event_account(case_id), told.account)
    event.sealed_details = seal(case_id, contexts.event_details(case_id), json.dumps(details))
    event.save()
    Involvement.objects.bulk_create(
        Involvement(event=event, person=person, role=Involvement.Role(role)) for person, role in told.involved
    )
    Information.objects.bulk_create(_information(event, one) for one in told.information)
    if any(identifying(told.place)):
        announce(sender=Event, case_id=case_id, actor=actor)


def _information(event: Event, one: RestsOn) -> Information:
    if one.report is None and not one.source.strip():
        raise Refused(
            _("This information comes from nobody."), _("Choose a report, or say who told it."), code="no_source"
        )
    words = json.dumps({"source": one.source.strip(), "how_known": one.how_known.strip()})
    return Information(
        event=event,
        report_id=one.report,
        sealed_words=vault.seal(event.case_id, contexts.information(event.case_id), words),
        reliability=Reliability(one.reliability),
        confirmation=Confirmation(one.confirmation),
        received=one.received,
    )


def _keep(event: Event, actor: Actor, reason: str) -> None:
    told = history.event_as_recorded(open_event(vault.case_key(event.case_id), event))
    history.keep(actor=actor, case_id=event.case_id, subject=f"event:{event.pk}", told=told, reason=reason)
