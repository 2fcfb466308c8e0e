"""The family graph of a case: geometry in pixels, for a drawing that the desk's templates make.

Generations are rows, families stand beside each other in lines that fit a printed page, and whoever has no ties comes
last. Nothing here is drawn by colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases.opened import OpenedCase, OpenedPerson, OpenedTie

from .boxes import Box, box, height_of
from .generations import Rows, families, rows, units
from .lines import STYLES, Line, lines
from .placing import BOX, Centres, centres

ROW_APART = 64.0
FAMILY_APART = 44.0
MARGIN = 26.0
# What fits across the desk beside its menu, and across a sheet of A4 on its side.
PAGE = 900.0
SHELF_APART = 84.0

__all__ = ["Box", "Graph", "Line", "family_graph"]


@dataclass(frozen=True)
class Graph:
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    def path(self, style: str) -> str:
        """All lines of a style in one path, so that where they run together nothing is drawn twice."""
        return "".join(line.path for line in self.lines if line.style == style)

    @property
    def strokes(self) -> tuple[tuple[str, str], ...]:
        """(style, path) of those that there are."""
        found = ((style, self.path(style)) for style in STYLES)
        return tuple((style, path) for style, path in found if path)


@dataclass(frozen=True)
class Family:
    """One family by itself: its rows, where everyone stands on them, and how high each row is."""

    persons: Sequence[UUID]
    row: Rows
    centre: Centres
    heights: Sequence[float]
    ties: Sequence[OpenedTie]

    @property
    def width(self) -> float:
        return max(self.centre.values()) + BOX / 2

    @property
    def height(self) -> float:
        return sum(self.heights) + ROW_APART * (len(self.heights) - 1)


def family_graph(opened: OpenedCase) -> Graph:
    """The graph of everyone in the case."""
    persons = {person.id: person for person in opened.persons}
    found = [_family(family, opened.ties, persons) for family in families(persons, opened.ties)]
    boxes: dict[UUID, Box] = {}
    drawn: list[Line] = []
    x = y = MARGIN
    tallest = right = 0.0
    for family in found:
        if x > MARGIN and x + family.width > PAGE:
            x, y, tallest = MARGIN, y + tallest + SHELF_APART, 0.0
        own = _boxes(family, persons, x, y)
        boxes.update(own)
        drawn += lines(family.ties, own, family.row)
        x += family.width + FAMILY_APART
        tallest, right = max(tallest, family.height), max(right, x - FAMILY_APART)
    return Graph(right + MARGIN, y + tallest + MARGIN, tuple(boxes.values()), tuple(drawn))


def _family(family: list[UUID], ties: Sequence[OpenedTie], persons: dict[UUID, OpenedPerson]) -> Family:
    own = [tie for tie in ties if tie.person in family]
    row = rows(family, own)
    heights = [
        max(height_of(persons[person]) for person in family if row[person] == level) if level in row.values() else 0.0
        for level in range(max(row.values()) + 1)
    ]
    return Family(family, row, centres(units(family, row, own), row, own), heights, own)


def _boxes(family: Family, persons: dict[UUID, OpenedPerson], x: float, y: float) -> dict[UUID, Box]:
    tops = [y + sum(family.heights[:level]) + ROW_APART * level for level in range(len(family.heights))]
    return {
        person: box(
            persons[person],
            x + family.centre[person] - BOX / 2,
            tops[family.row[person]],
            family.heights[family.row[person]],
        )
        for person in family.persons
    }
