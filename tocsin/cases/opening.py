"""Opening a case file with its key. For ``queries.opened_case``, which asks who wants to know."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from tocsin.core.sealing import SecretKey

from . import contexts, vault
from .models import Case, Event, Fate, Intervention, Person, Tie
from .opened import (
    OpenedCase,
    OpenedEvent,
    OpenedFate,
    OpenedIntervention,
    OpenedName,
    OpenedPerson,
    OpenedStaff,
    OpenedTie,
)


def open_case_file(case: Case) -> OpenedCase:
    """The whole file in plain text. Raises KeyMissing, KeyExposed, SealingError."""
    key = vault.case_key(case.pk)
    persons = case.persons.prefetch_related("names", "fates").order_by("added_at", "pk")
    events = case.events.prefetch_related("involvements", "information")
    standing = case.assignments.filter(ended_at__isnull=True).select_related("staff").order_by("assigned_at", "pk")
    return OpenedCase(
        id=case.pk,
        title=_open(key, contexts.title(case.pk), case.sealed_title),
        state=case.state,
        opened_at=case.opened_at,
        headline_count=case.headline_count,
        persons=tuple(_person(key, person) for person in persons),
        ties=tuple(_tie(tie) for tie in case.ties.order_by("pk")),
        events=tuple(_event(key, event) for event in events),
        interventions=tuple(_intervention(key, intervention) for intervention in case.interventions.all()),
        staff=tuple(OpenedStaff(one.staff_id, one.staff.name, one.assigned_at) for one in standing),
    )


def _open(key: SecretKey, context: str, value: bytes | memoryview) -> str:
    return key.open(bytes(value), context.encode()).decode()


def _person(key: SecretKey, person: Person) -> OpenedPerson:
    names = sorted(person.names.all(), key=lambda name: name.pk)
    return OpenedPerson(
        id=person.pk,
        part=person.part,
        naming=person.naming,
        naming_words=str(Person.Naming(person.naming).label),
        description=_open(key, contexts.description(person.pk), person.sealed_description),
        traits=json.loads(_open(key, contexts.traits(person.pk), person.sealed_traits)),
        names=tuple(OpenedName(n.script, _open(key, contexts.name(person.pk, n.script), n.sealed_name)) for n in names),
        fates=tuple(_fates(key, person.pk, person.fates.all())),
    )


def _fates(key: SecretKey, person_id: UUID, fates: Iterable[Fate]) -> Iterable[OpenedFate]:
    for fate in sorted(fates, key=lambda fate: (fate.recorded_at, fate.pk)):
        whereabouts = _open(key, contexts.whereabouts(person_id), fate.sealed_whereabouts)
        yield OpenedFate(fate.status, str(Fate.Status(fate.status).label), whereabouts, fate.as_of)


def _tie(tie: Tie) -> OpenedTie:
    return OpenedTie(tie.pk, tie.person_id, tie.relative_id, tie.kind, str(Tie.Kind(tie.kind).label), tie.certainty)


def _event(key: SecretKey, event: Event) -> OpenedEvent:
    return OpenedEvent(
        id=event.pk,
        kind=event.kind,
        kind_words=str(Event.Kind(event.kind).label),
        happened=event.happened,
        count=event.count,
        place=_open(key, contexts.event_place(event.case_id), event.sealed_place),
        account=_open(key, contexts.event_account(event.case_id), event.sealed_account),
        persons=tuple(one.person_id for one in event.involvements.all()),
        reports=tuple(one.report_id for one in event.information.all()),
    )


def _intervention(key: SecretKey, intervention: Intervention) -> OpenedIntervention:
    return OpenedIntervention(
        id=intervention.pk,
        kind=intervention.kind,
        kind_words=str(Intervention.Kind(intervention.kind).label),
        began=intervention.began,
        account=_open(key, contexts.intervention(intervention.case_id), intervention.sealed_account),
    )
