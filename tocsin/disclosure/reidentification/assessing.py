"""Who could be told apart by what was told: of each person what a reader can combine, and how many people fit it.

The reader is taken to be the worst one: who knows all the people as the file does, and takes what is told of one
person anywhere as told of the same one. Nothing here certifies: words that nobody foresaw are not read, and readers
know what the file does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases.models import Case, Person
from tocsin.cases.opened import OpenedCase, OpenedPerson
from tocsin.disclosure.ladders import Cover, Days, reference_day
from tocsin.disclosure.models import Audience
from tocsin.disclosure.told import Told

from .counting import Subtraction, subtractions
from .fitting import PERSONAL, File, Fitting
from .telling import ToldLine, draft_line, read_by, told_before

FEW = 3
# A line of a draft: its texts by language, the persons it tells of, its rungs.
Drafted = tuple[Mapping[str, str], Sequence[UUID], Sequence[Told]]


@dataclass(frozen=True)
class PersonFinding:
    """Of one person: what was told where, how many known people fit all of it, and where they became few.

    ``among``: how many known people were compared. ``unique_by``: the first line with which only one fits, ``few_by``
    fewer than FEW. ``without``: (position of a line of the draft, how many would fit without it), where that helps.
    ``narrowed``: what several ages together leave of the day of birth.
    """

    person: UUID
    told: tuple[tuple[ToldLine, tuple[Told, ...]], ...]
    fitting: Fitting
    among: int
    unique_by: ToldLine | None
    few_by: ToldLine | None
    without: tuple[tuple[int, int], ...]
    narrowed: Days | None

    @property
    def k(self) -> int:
        return len(self.fitting.sure)

    @property
    def few(self) -> bool:
        return self.k < FEW


@dataclass(frozen=True)
class Mention:
    """A line that describes somebody without resting on them: whom it fits."""

    line: ToldLine
    told: tuple[Told, ...]
    fitting: Fitting


@dataclass(frozen=True)
class ReaderFinding:
    """What readers of one audience can do with all that they have read."""

    audience: str
    persons: tuple[PersonFinding, ...]
    mentions: tuple[Mention, ...]
    subtractions: tuple[Subtraction, ...]

    @property
    def quiet(self) -> bool:
        """Nothing was found; which is no promise."""
        return not (any(one.few for one in self.persons) or self.mentions or self.subtractions)


@dataclass(frozen=True)
class Assessment:
    """``lines``: how many of earlier releases were looked at; ``unknown``: how many people nothing is known of."""

    readers: tuple[ReaderFinding, ...]
    lines: int
    unknown: int | None
    day: dt.date


def assess(
    opened: OpenedCase,
    case: Case,
    audience: str,
    draft: Sequence[tuple[dict[str, str], Sequence[UUID], Sequence[Told]]],
) -> Assessment:
    """Hold a draft against all that was told before."""
    day = reference_day(opened, dt.datetime.now(dt.UTC).date())
    before = told_before(opened, case, day)
    now = [
        draft_line(opened, position, audience, texts, persons, rungs, day)
        for position, (texts, persons, rungs) in enumerate(draft, 1)
    ]
    file = File(opened, day)
    audiences = [audience]
    if audience == Audience.PUBLIC:  # all readers of earlier releases read this one too
        audiences += list(dict.fromkeys(line.audience for line in before if line.audience != audience))
    readers = [_reader(file, each, read_by([*before, *now], each)) for each in audiences]
    return Assessment(tuple(readers), len(before), _unknown(opened), day)


def _reader(file: File, audience: str, lines: Sequence[ToldLine]) -> ReaderFinding:
    persons = [_person(file, person, lines) for person in file.opened.persons]
    drafted = [line for line in lines if line.version is None]
    return ReaderFinding(
        audience=audience,
        persons=tuple(found for found in persons if found is not None),
        mentions=tuple(_mentions(file, drafted)),
        subtractions=tuple(subtractions(file.opened, lines)),
    )


def _person(file: File, person: OpenedPerson, lines: Sequence[ToldLine]) -> PersonFinding | None:
    about = [(line, _of(line, person.id)) for line in lines if _of(line, person.id)]
    if not any(line.version is None for line, _told in about):
        return None  # the draft adds nothing about them
    alike = [other for other in file.opened.persons if other.part == person.part]
    steps = [file.fitting(alike, _facts(about[: at + 1])) for at in range(len(about))]
    unique = next((about[at][0] for at, step in enumerate(steps) if len(step.sure) <= 1), None)
    few = next((about[at][0] for at, step in enumerate(steps) if len(step.sure) < FEW), None)
    return PersonFinding(
        person=person.id,
        told=tuple(about),
        fitting=steps[-1],
        among=len(alike),
        unique_by=unique,
        few_by=few,
        without=tuple(_without(file, alike, about, len(steps[-1].sure))),
        narrowed=_narrowed(about),
    )


def _of(line: ToldLine, person: UUID) -> tuple[Told, ...]:
    return tuple(told for told in line.told if told.person == person and told.kind in PERSONAL)


def _facts(about: Sequence[tuple[ToldLine, tuple[Told, ...]]]) -> list[tuple[str, Cover]]:
    return [(told.kind, told.cover) for _line, several in about for told in several]


def _without(
    file: File, alike: Sequence[OpenedPerson], about: Sequence[tuple[ToldLine, tuple[Told, ...]]], now: int
) -> Iterator[tuple[int, int]]:
    for line, _told in about:
        if line.version is None and now < FEW:
            left = len(file.fitting(alike, _facts([one for one in about if one[0] is not line])).sure)
            if left > now:
                yield line.position, left


def _narrowed(about: Sequence[tuple[ToldLine, tuple[Told, ...]]]) -> Days | None:
    """Two ages told at two times leave less than either."""
    told = [one.cover for _line, several in about for one in several if one.kind in ("age", "birth")]
    days = [cover for cover in told if isinstance(cover, Days)]
    if len(days) < 2:
        return None
    both = days[0]
    for other in days[1:]:
        both = both.within(other)
    return None if any(both.holds(each) for each in days) else both


def _mentions(file: File, lines: Sequence[ToldLine]) -> Iterator[Mention]:
    members = [person for person in file.opened.persons if person.part == Person.Part.MEMBER]
    for line in lines:
        told = tuple(one for one in line.told if one.person is None and one.kind in ("age", "birth", "sex"))
        if told:
            fitting = file.fitting(members, [(one.kind, one.cover) for one in told])
            if 0 < len(fitting.sure) < FEW:
                yield Mention(line, told, fitting)


def _unknown(opened: OpenedCase) -> int | None:
    count = opened.headline_count
    if count is None or count.minimum is None:
        return None
    return max(0, count.minimum - sum(person.part == Person.Part.MEMBER for person in opened.persons))
