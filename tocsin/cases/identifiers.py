"""Every sealed identifier of living cases in plain text: for disclosure's guard, and for nobody's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from uuid import UUID

from tocsin.core.sealing import SecretKey

from . import access, contexts, vault
from .facts import PersonFacts
from .models import Event, Person, PersonDetail, PersonName, Whereabouts
from .places import Place


class Kind(StrEnum):
    """What kind of thing an identifier is: its spellings are made accordingly."""

    NAME = "name"
    PLACE_TOWN = "place_town"
    PLACE_PREFECTURE = "place_prefecture"
    PLACE_REGION = "place_region"
    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    BIRTH = "birth"


@dataclass(frozen=True)
class Identifier:
    """One identifier as it is written in the file. ``person_id`` is None for places of events."""

    case_id: UUID
    person_id: UUID | None
    kind: Kind
    text: str


class Keys:
    """Each case's key, unwrapped once a pass."""

    def __init__(self) -> None:
        self.of = cache(vault.case_key)

    def open(self, case_id: UUID, context: str, value: bytes | memoryview) -> str:
        key: SecretKey = self.of(case_id)
        return key.open(bytes(value), context.encode()).decode()


def of_living_cases() -> Iterator[Identifier]:
    """Names, places, contact details, document numbers and days of birth of all cases that have not been destroyed.

    Members and relatives outside alike; names and numbers that were ended are still guarded. ``birth`` is an EDTF
    day (``1942-03-05``): a year or month alone is no identifier, nor is a country. Raises KeyMissing, KeyExposed,
    SealingError when a single one does not open.
    """
    keys = Keys()
    yield from _names(keys)
    yield from _births(keys)
    yield from _places(keys)
    yield from _whereabouts(keys)
    yield from _details(keys)


def _names(keys: Keys) -> Iterator[Identifier]:
    names = PersonName.objects.filter(person__case__in=access.standing()).select_related("person")
    for name in names.order_by("person__case_id", "pk").iterator():
        case_id = name.person.case_id
        text = keys.open(case_id, contexts.name(name.person_id, name.script), name.sealed_name)
        yield Identifier(case_id, name.person_id, Kind.NAME, text)


def _births(keys: Keys) -> Iterator[Identifier]:
    for person in Person.objects.filter(case__in=access.standing()).order_by("case_id", "pk").iterator():
        opened = keys.open(person.case_id, contexts.traits(person.pk), person.sealed_traits)
        if day := day_of_birth(PersonFacts.from_json(opened)):
            yield Identifier(person.case_id, person.pk, Kind.BIRTH, day)


def _places(keys: Keys) -> Iterator[Identifier]:
    for event in Event.objects.filter(case__in=access.standing()).order_by("case_id", "pk").iterator():
        opened = keys.open(event.case_id, contexts.event_place(event.case_id), event.sealed_place)
        for kind, way in identifying(Place.from_json(opened)):
            yield Identifier(event.case_id, None, kind, way)


def _whereabouts(keys: Keys) -> Iterator[Identifier]:
    known = Whereabouts.objects.filter(sealed_place__isnull=False, person__case__in=access.standing()).select_related(
        "person"
    )
    for one in known.order_by("person__case_id", "pk").iterator():
        opened = keys.open(one.person.case_id, contexts.place(one.person_id), one.sealed_place or b"")
        for kind, way in identifying(Place.from_json(opened)):
            yield Identifier(one.person.case_id, one.person_id, kind, way)


def _details(keys: Keys) -> Iterator[Identifier]:
    details = PersonDetail.objects.filter(person__case__in=access.standing()).select_related("person")
    for detail in details.order_by("person__case_id", "pk").iterator():
        case_id = detail.person.case_id
        text = keys.open(case_id, contexts.detail(detail.person_id, detail.kind), detail.sealed_text)
        yield Identifier(case_id, detail.person_id, Kind(detail.kind), text)


def day_of_birth(facts: PersonFacts) -> str:
    """The day, where it is known to the day; else ''."""
    birth = facts.birth
    return birth.earliest.isoformat() if birth and birth.earliest and birth.earliest == birth.latest else ""


def identifying(place: Place) -> Iterator[tuple[Kind, str]]:
    """Each way of writing each grain of a place that is finer than the country."""
    for grain, way in place.known():
        if grain != "country":
            yield Kind(f"place_{grain}"), way
