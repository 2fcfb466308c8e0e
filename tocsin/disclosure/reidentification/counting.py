"""Numbers that let a reader subtract: '31 people' and '30 of them were returned' leave one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from tocsin.cases.models import Person
from tocsin.cases.opened import OpenedCase
from tocsin.disclosure.ladders import HowMany

from .telling import ToldLine

FEW = 3


@dataclass(frozen=True)
class Subtraction:
    """From ``whole`` people in one line, ``part`` in another (or described one by one, then ``other`` is None) leave
    ``left``, so few that they can be told apart."""

    line: ToldLine
    other: ToldLine | None
    whole: int
    part: int

    @property
    def left(self) -> int:
        return self.whole - self.part


def subtractions(opened: OpenedCase, lines: Sequence[ToldLine]) -> Iterator[Subtraction]:
    """Only those to which the draft adds."""
    told = [(line, cover) for line in lines for cover in _counts(line)]
    for (line, one), (other, two) in combinations(told, 2):
        if one == two or (line.version is not None and other.version is not None):
            continue
        (first, whole), (second, part) = sorted([(line, one), (other, two)], key=lambda each: -each[1].low)
        if 0 < whole.low - part.low < FEW:
            yield Subtraction(first, second, whole.low, part.low)
    described = _described(opened, lines)
    for line, cover in told:
        exact = cover.high == cover.low
        if exact and 0 < cover.low - len(described) < FEW and any(one.version is None for one in lines):
            yield Subtraction(line, None, cover.low, len(described))


def _counts(line: ToldLine) -> list[HowMany]:
    return list(dict.fromkeys(one.cover for one in line.told if isinstance(one.cover, HowMany)))


def _described(opened: OpenedCase, lines: Sequence[ToldLine]) -> set[UUID]:
    """Members of whom some line tells by themselves."""
    members = {person.id for person in opened.persons if person.part == Person.Part.MEMBER}
    return {person for line in lines for person in line.persons} & members
