"""Whether what was told of somebody fits a person of the case: yes, no, or the file does not know (None)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases.opened import OpenedCase, OpenedPerson
from tocsin.cases.places import Place
from tocsin.core.names.folding import fold, squeeze
from tocsin.disclosure.ladders import Among, Called, Cover, Days, Related, Where
from tocsin.disclosure.ladders.ages import ages_told, born
from tocsin.disclosure.ladders.ties import Kin, relatives_of

# Facts that single people out of a group, as against those of the group as a whole.
PERSONAL = frozenset({"age", "birth", "sex", "name", "tie", "fate", "place", "event", "date"})


@dataclass(frozen=True)
class File:
    """The case as it is known, and the day as of which ages are told."""

    opened: OpenedCase
    day: dt.date

    def fits(self, person: OpenedPerson, kind: str, cover: Cover) -> bool | None:
        """Whether the person could be meant by this one thing that was told."""
        if isinstance(cover, Days):
            return self._born(person, cover) if kind in ("age", "birth") else self._happened(person, cover)
        if isinstance(cover, Called):
            return _called(person, cover)
        if isinstance(cover, Related):
            return self._related(person, cover)
        if isinstance(cover, Where):
            return self._where(person, cover)
        return self._among(person, kind, cover) if isinstance(cover, Among) else None

    def fitting(self, persons: Iterable[OpenedPerson], told: Iterable[tuple[str, Cover]]) -> Fitting:
        """Who of these fits all that was told."""
        facts = list(told)
        sure: list[UUID] = []
        unsure: list[UUID] = []
        for person in persons:
            answers = [self.fits(person, kind, cover) for kind, cover in facts]
            if False not in answers:
                (unsure if None in answers else sure).append(person.id)
        return Fitting(tuple(sure), tuple(unsure))

    def _born(self, person: OpenedPerson, told: Days) -> bool | None:
        """Sure where the whole of what is known lies within; not known where it only overlaps."""
        known = self.born(person)
        if known is None:
            return None
        return None if told.meets(known) and not told.holds(known) else told.holds(known)

    def born(self, person: OpenedPerson) -> Days | None:
        birth = person.facts.birth
        if birth is not None:
            return Days(birth.earliest, birth.latest)
        ages = ages_told(person.facts, self.day)
        return born(*ages, self.day) if ages else None

    def _happened(self, person: OpenedPerson, told: Days) -> bool | None:
        mine = [event for event in self.opened.events if person.id in event.persons]
        if not mine:
            return None
        return any(told.meets(Days(event.happened.earliest, event.happened.latest)) for event in mine)

    def _where(self, person: OpenedPerson, told: Where) -> bool | None:
        places = [event.place for event in self.opened.events if person.id in event.persons]
        places += [person.last_known.place] if person.last_known else []
        known = [place for place in places if place]
        return any(_lies_in(place, told.grains) for place in known) if known else None

    def _among(self, person: OpenedPerson, kind: str, told: Among) -> bool | None:
        if kind == "sex":
            return str(person.facts.sex.value) in told.codes if person.facts.sex else None
        if kind == "fate":
            return person.fate.status in told.codes if person.fate else None
        kinds = {event.kind for event in self.opened.events if person.id in event.persons}
        return bool(kinds & told.codes) if kinds else None

    def _related(self, person: OpenedPerson, told: Related) -> bool | None:
        """Of somebody without any tie in the file it is not known."""
        answers = [_is(kin, told) for kin in relatives_of(self.opened, person, self.day)]
        if not answers:
            return None
        return True if True in answers else None if None in answers else False


@dataclass(frozen=True)
class Fitting:
    """``sure``: who fits by the file. ``unsure``: who could, as far as the file knows."""

    sure: tuple[UUID, ...]
    unsure: tuple[UUID, ...]


def _is(kin: Kin, told: Related) -> bool | None:
    known = Related(kin.relation, kin.sex, told.outside)
    if told.relation and not Related(told.relation, "", told.outside).holds(Related(kin.relation, "", told.outside)):
        return False
    if told.outside != (kin.other.part == "relative"):
        return False
    if told.names and not told.names & {one.name for one in kin.other.names}:
        return False
    if told.grains and kin.place and not _lies_in(kin.place, told.grains):
        return False
    vague = (told.sex and not known.sex) or (told.grains and not kin.place)
    return None if vague else told.sex in ("", known.sex)


def _lies_in(place: Place, grains: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """One way of writing in common at each grain that was told; a grain that is not known contradicts nothing."""
    for grain, ways in grains:
        known = {squeeze(fold(way)) for way in place.ways(grain)}
        if known and not known & {squeeze(fold(way)) for way in ways}:
            return False
    return True


def _called(person: OpenedPerson, told: Called) -> bool:
    mine = {one.name for one in person.names}
    if not told.initials:
        return bool(mine & told.names)
    return bool({_first(name) for name in mine} & {_first(name) for name in told.names})


def _first(name: str) -> str:
    """What an initial leaves of a name: its first word, or of a joined one the first letter."""
    return fold(name.split()[0]) if " " in name.strip() else fold(name[:1])
