"""Where each person of a family stands on their row: near their parents, children, brothers and sisters.

The rows are ordered by barycentres (Sugiyama, Tagawa and Toda 1981), and each row is then put as near to what it is
tied to as the others on it allow: least squares under a smallest distance, solved by pooling adjacent violators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean
from uuid import UUID

from tocsin.cases.models import Tie
from tocsin.cases.opened import OpenedTie

BOX = 176.0
APART = 28.0
COUPLE_APART = 36.0
SWEEPS = 12
Unit = tuple[UUID, ...]
Centres = dict[UUID, float]


def centres(units: Sequence[Unit], row: Mapping[UUID, int], ties: Iterable[OpenedTie]) -> Centres:
    """The middle of each person's box; the leftmost box begins at 0.

    Rows are put in order by what is above them on the way down, and by what is below on the way up; the last way is up,
    so that parents end in the middle above their children.
    """
    near = _near(row, list(ties))
    rows = [[unit for unit in units if row[unit[0]] == at] for at in sorted(set(row.values()))]
    places = _side_by_side(rows)
    for sweep in range(SWEEPS):
        upwards = sweep % 2 == 1
        for level in reversed(rows) if upwards else rows:
            level.sort(key=lambda unit: (_wanted(unit, near, places, upwards=upwards), places[unit[0]]))
            _put(level, [_wanted(unit, near, places, upwards=upwards) for unit in level], places)
    leftmost = min(places.values()) - BOX / 2
    return {person: centre - leftmost for person, centre in places.items()}


def width(unit: Unit) -> float:
    return len(unit) * BOX + (len(unit) - 1) * COUPLE_APART


@dataclass
class Near:
    """Whom a person wants to be near: parents above, children below, and others where there are neither."""

    above: list[UUID] = field(default_factory=list)
    below: list[UUID] = field(default_factory=list)
    others: list[UUID] = field(default_factory=list)


def _near(row: Mapping[UUID, int], ties: Iterable[OpenedTie]) -> dict[UUID, Near]:
    near = {person: Near() for person in row}
    for tie in ties:
        if tie.kind == Tie.Kind.PARENT and row[tie.person] < row[tie.relative]:
            near[tie.person].below.append(tie.relative)
            near[tie.relative].above.append(tie.person)
        else:
            near[tie.person].others.append(tie.relative)
            near[tie.relative].others.append(tie.person)
    return near


def _side_by_side(rows: Sequence[Sequence[Unit]]) -> Centres:
    places: Centres = {}
    for level in rows:
        left = 0.0
        for unit in level:
            _stand(unit, left + width(unit) / 2, places)
            left += width(unit) + APART
    return places


def _stand(unit: Unit, middle: float, places: Centres) -> None:
    left = middle - width(unit) / 2
    for position, person in enumerate(unit):
        places[person] = left + BOX / 2 + position * (BOX + COUPLE_APART)


def _middle(unit: Unit, places: Mapping[UUID, float]) -> float:
    return fmean(places[person] for person in unit)


def _wanted(unit: Unit, near: Mapping[UUID, Near], places: Mapping[UUID, float], *, upwards: bool) -> float:
    """Where the unit's middle would best be, given where the others are now."""
    middle = _middle(unit, places)
    by_descent = any(near[person].above or near[person].below for person in unit)
    wanted = [
        places[other] + middle - places[person]
        for person in unit
        for other in _looked_at(near[person], by_descent=by_descent, upwards=upwards)
        if other not in unit
    ]
    # Parents look at their children as a couple: from their common middle.
    if upwards and by_descent and wanted:
        return fmean(places[other] for person in unit for other in near[person].below)
    return fmean(wanted) if wanted else middle


def _looked_at(near: Near, *, by_descent: bool, upwards: bool) -> list[UUID]:
    if not by_descent:
        return near.others
    return near.below if upwards else near.above


def _put(level: Sequence[Unit], wanted: Sequence[float], places: Centres) -> None:
    offsets = [0.0]
    for one, following in pairwise(level):
        offsets.append(offsets[-1] + (width(one) + width(following)) / 2 + APART)
    for unit, at, offset in zip(level, _pooled([w - o for w, o in zip(wanted, offsets, strict=True)]), offsets,
                                strict=True):  # fmt: skip
        _stand(unit, at + offset, places)


def _pooled(values: Iterable[float]) -> list[float]:
    """The nearest sequence that never falls (isotonic regression)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, number = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / number:
            before, many = pools.pop()
            total, number = total + before, number + many
        pools.append((total, number))
    return [total / number for total, number in pools for _one in range(number)]
