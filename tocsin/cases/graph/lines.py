"""The lines of a family graph: descent from above, brothers and sisters by a bracket, couples side by side.

Dashed is not confirmed; doubled is the same person; dotted, with a word on it, is any other tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases.models import Certainty, Tie
from tocsin.cases.opened import OpenedTie

from .boxes import Box
from .descent import adjacent, links
from .generations import Rows

BRACKET = 14.0
ASIDE = 36.0
STYLES = SOLID, DASHED, DOTTED, TWICE, TWICE_DASHED = ("solid", "dashed", "dotted", "twice", "twice-dashed")
Boxes = Mapping[UUID, Box]


@dataclass(frozen=True)
class Line:
    """``path`` as in SVG; ``label`` with the middle of its baseline, '' where the line speaks for itself."""

    path: str
    style: str
    label: str = ""
    x: float = 0
    y: float = 0


def lines(ties: Sequence[OpenedTie], boxes: Boxes, row: Rows) -> Iterator[Line]:
    """One line for each tie, but for brothers and sisters whose line of descent says it already."""
    descent = [tie for tie in ties if tie.kind == Tie.Kind.PARENT and row[tie.relative] - row[tie.person] == 1]
    yield from _of_descent(descent, boxes)
    parents: dict[UUID, set[UUID]] = {}
    for tie in descent:
        parents.setdefault(tie.relative, set()).add(tie.person)
    for tie in ties:
        if tie in descent:
            continue
        level = row[tie.person] == row[tie.relative]
        if tie.kind == Tie.Kind.SIBLING and level:
            if not parents.get(tie.person, set()) & parents.get(tie.relative, set()):
                yield _bracket(tie, boxes)
        elif (
            tie.kind in (Tie.Kind.SPOUSE, Tie.Kind.SAME_PERSON)
            and level
            and adjacent(boxes[tie.person], boxes[tie.relative])
        ):
            yield _beside(tie, boxes)
        else:
            yield _other(tie, boxes, level=level)


def _of_descent(ties: Sequence[OpenedTie], boxes: Boxes) -> Iterator[Line]:
    for link in links(ties, boxes):
        yield Line(link.path, _style(link.tie))


def _bracket(tie: OpenedTie, boxes: Boxes) -> Line:
    """Above both, at one height for all who hang together."""
    left, right = sorted((boxes[tie.person], boxes[tie.relative]), key=lambda box: box.centre)
    at = left.y - BRACKET
    path = f"M{left.centre:.1f} {left.y:.1f}V{at:.1f}H{right.centre:.1f}V{right.y:.1f}"
    return Line(path, _style(tie))


def _beside(tie: OpenedTie, boxes: Boxes) -> Line:
    left, right = sorted((boxes[tie.person], boxes[tie.relative]), key=lambda box: box.x)
    path = f"M{left.x + left.width:.1f} {left.middle:.1f}H{right.x:.1f}"
    return Line(path, _style(tie))


def _other(tie: OpenedTie, boxes: Boxes, *, level: bool) -> Line:
    """A dotted line with a word; the same person, wherever the two stand, keeps its doubled line."""
    upper, lower = sorted((boxes[tie.person], boxes[tie.relative]), key=lambda box: (box.y, box.x))
    if level:
        at = upper.bottom + BRACKET
        path = f"M{upper.centre:.1f} {upper.bottom:.1f}V{at:.1f}H{lower.centre:.1f}V{lower.bottom:.1f}"
        x, y = (upper.centre + lower.centre) / 2, at + 4
    else:
        # Beside the middles, where lines of descent begin and end.
        aside = ASIDE if lower.centre > upper.centre else -ASIDE
        begin, end = upper.centre + aside, lower.centre - aside
        path = f"M{begin:.1f} {upper.bottom:.1f}L{end:.1f} {lower.y:.1f}"
        x, y = (begin + end) / 2, (upper.bottom + lower.y) / 2 + 4
    style = _style(tie) if tie.kind == Tie.Kind.SAME_PERSON else DOTTED
    return Line(path, style, tie.kind_words, x, y)


def _style(tie: OpenedTie) -> str:
    doubted = tie.certainty != Certainty.CONFIRMED
    if tie.kind == Tie.Kind.SAME_PERSON:
        return TWICE_DASHED if doubted else TWICE
    return DASHED if doubted else SOLID
