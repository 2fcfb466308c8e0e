"""Everything of a case that a line could tell of: the group, each event, each person; each with its ladders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases.opened import OpenedCase, OpenedEvent, OpenedPerson
from tocsin.disclosure.models import Item

from .ages import age_ladder
from .called import name_ladder
from .counts import count_ladder
from .dates import date_ladder
from .happenings import event_ladder, fate_ladder
from .places import place_ladder
from .rungs import Ladder, Need
from .sexes import sex_ladder
from .ties import relatives_of, tie_ladder

COUNT, EVENT, PERSON = "count", "event", "person"


@dataclass(frozen=True)
class Subject:
    """``key`` is 'count', 'event:12' or 'person:<uuid>'; ``persons`` whom it is about, none for the group."""

    kind: str
    key: str
    persons: tuple[UUID, ...]
    ladders: tuple[Ladder, ...]

    def ladder(self, key: str) -> Ladder | None:
        return next((ladder for ladder in self.ladders if ladder.key == key), None)


def subjects_of(opened: OpenedCase, today: dt.date, languages: tuple[str, ...] = ()) -> tuple[Subject, ...]:
    """In the order in which one would tell: how many, what happened, then person by person."""
    day = reference_day(opened, today)
    return tuple(_subjects(opened, day, languages))


def reference_day(opened: OpenedCase, today: dt.date) -> dt.date:
    """The day as of which ages are told: that of the latest event, since it is then that people were that old."""
    days = [event.happened.latest or event.happened.earliest for event in opened.events]
    return min(max((day for day in days if day), default=today), today)


def _subjects(opened: OpenedCase, day: dt.date, languages: tuple[str, ...]) -> Iterator[Subject]:
    if opened.headline_count is not None:
        yield Subject(COUNT, COUNT, (), (count_ladder(opened.headline_count, ((None, Item.COUNT),)),))
    for event in opened.events:
        yield _event(event, languages)
    for person in opened.persons:
        ladders = [ladder for ladder in _person(opened, person, day, languages) if ladder is not None]
        telling = tuple(ladder for ladder in ladders if len(ladder.rungs) > 1)
        yield Subject(PERSON, f"{PERSON}:{person.id}", (person.id,), telling)


def _event(event: OpenedEvent, languages: tuple[str, ...]) -> Subject:
    """Of a group as a whole, or, where it has no count of its own, of each person who was in it."""
    of_all = event.count is not None or not event.persons
    persons = () if of_all else event.persons
    ladders = [
        event_ladder(event.kind, _needs(persons, Item.EVENT)),
        *([count_ladder(event.count, ((None, Item.COUNT),))] if event.count else []),
        date_ladder(event.happened, _needs(persons, Item.EVENT), languages),
        place_ladder(event.place, _needs(persons, Item.PLACE), languages),
    ]
    telling = tuple(ladder for ladder in ladders if len(ladder.rungs) > 1)
    return Subject(EVENT, f"{EVENT}:{event.id}", persons, telling)


def _person(
    opened: OpenedCase, person: OpenedPerson, day: dt.date, languages: tuple[str, ...]
) -> Iterator[Ladder | None]:
    own = (person.id,)
    sex, birth = str(person.facts.sex.value), person.facts.birth
    yield name_ladder(person.names, _needs(own, Item.NAME))
    yield age_ladder(person.facts, day, _needs(own, Item.AGE))
    yield date_ladder(birth, _needs(own, Item.AGE), languages, kind="birth") if birth else None
    yield sex_ladder(sex, _needs(own, Item.SEX))
    for tied in relatives_of(opened, person, day):
        yield tie_ladder(person, tied, languages)
    yield fate_ladder(person.fate.status, _needs(own, Item.EVENT)) if person.fate else None
    place = person.last_known.place if person.last_known else None
    yield place_ladder(place, _needs(own, Item.PLACE), languages) if place else None


def _needs(persons: tuple[UUID, ...], item: str) -> tuple[Need, ...]:
    return tuple((person, item) for person in persons) or ((None, item),)
