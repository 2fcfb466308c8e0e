"""Lines of descent: from a couple, or one parent, down to a bus of their own and on to each child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases.opened import OpenedTie

from .boxes import Box

BUS = 24.0
CHANNEL = 9.0
CHANNELS = 4
ENTRANCE = 16.0
BESIDE = 1.6
Boxes = Mapping[UUID, Box]
Span = tuple[float, float]


@dataclass(frozen=True)
class Link:
    """The line to one child; ``tie`` tells how certain it is."""

    path: str
    tie: OpenedTie


def links(descent: Sequence[OpenedTie], boxes: Boxes) -> Iterator[Link]:
    """``descent`` are ties from a parent to a child on the next row. Buses that would overlap keep apart."""
    taken: dict[float, list[list[Span]]] = {}
    groups = _groups(descent, boxes)
    entrances = _entrances(groups, boxes)
    for parents, ties in groups.items():
        above = [boxes[parent] for parent in parents]
        x = sum(box.centre for box in above) / len(above)
        start = above[0].middle if len(above) == 2 else above[0].bottom
        ends = [x, *(entrances[parents, tie.relative] for tie in ties)]
        channels = taken.setdefault(above[0].bottom, [])
        bus = above[0].bottom + BUS + CHANNEL * (_channel(channels, (min(ends), max(ends))) % CHANNELS)
        for tie in ties:
            child, entrance = boxes[tie.relative], entrances[parents, tie.relative]
            yield Link(f"M{x:.1f} {start:.1f}V{bus:.1f}H{entrance:.1f}V{child.y:.1f}", tie)


def adjacent(one: Box, other: Box) -> bool:
    """Side by side, with nothing in between."""
    return one.y == other.y and abs(one.centre - other.centre) < BESIDE * one.width


def _groups(descent: Sequence[OpenedTie], boxes: Boxes) -> dict[tuple[UUID, ...], list[OpenedTie]]:
    """By parents, the ties to their children. Two parents count as a couple where both are equally certain."""
    groups: dict[tuple[UUID, ...], list[OpenedTie]] = {}
    for child in dict.fromkeys(tie.relative for tie in descent):
        ties = [tie for tie in descent if tie.relative == child]
        couple = len(ties) == 2 and ties[0].certainty == ties[1].certainty
        if couple and adjacent(boxes[ties[0].person], boxes[ties[1].person]):
            parents = sorted((tie.person for tie in ties), key=lambda parent: boxes[parent].x)
            groups.setdefault(tuple(parents), []).append(ties[0])
        else:
            for tie in ties:
                groups.setdefault((tie.person,), []).append(tie)
    return groups


def _entrances(
    groups: Mapping[tuple[UUID, ...], Sequence[OpenedTie]], boxes: Boxes
) -> dict[tuple[tuple[UUID, ...], UUID], float]:
    """Where each line reaches its child: in the middle, or side by side where several do."""
    arriving: dict[UUID, list[tuple[UUID, ...]]] = {}
    for parents, ties in groups.items():
        for tie in ties:
            arriving.setdefault(tie.relative, []).append(parents)
    found = {}
    for child, several in arriving.items():
        several.sort(key=lambda parents: sum(boxes[parent].centre for parent in parents) / len(parents))
        for number, parents in enumerate(several):
            found[parents, child] = boxes[child].centre + ENTRANCE * (number - (len(several) - 1) / 2)
    return found


def _channel(channels: list[list[Span]], span: Span) -> int:
    """The first channel in which nothing overlaps; what merely touched would be read as one."""
    for number, spans in enumerate(channels):
        if all(high < span[0] or span[1] < low for low, high in spans):
            spans.append(span)
            return number
    channels.append([span])
    return len(channels) - 1
