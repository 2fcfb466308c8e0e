"""Where each person of a family stands on their row: near their parents, children, brothers and sisters.

The rows are ordered by barycentres (Sugiyama, Tagawa and Toda 1981), and each row is then put as near to what it is
tied to as the others on it allow: least squares under a smallest distance, solved by pooling adjacent violators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """The middle of each person's box; the leftmost box begins at 0."""
    beside = _beside(row, list(ties))
    rows = [[unit for unit in units if row[unit[0]] == at] for at in range(max(row.values()) + 1)]
    places = _side_by_side(rows)
    for sweep in range(SWEEPS):
        for level in rows if sweep % 2 == 0 else reversed(rows):
            level.sort(key=lambda unit: (_wanted(unit, beside, places), places[unit[0]]))
            _put(level, [_wanted(unit, beside, places) for unit in level], places)
    leftmost = min(places.values()) - BOX / 2
    return {person: centre - leftmost for person, centre in places.items()}


def width(unit: Unit) -> float:
    return len(unit) * BOX + (len(unit) - 1) * COUPLE_APART


def _beside(row: Mapping[UUID, int], ties: list[OpenedTie]) -> dict[UUID, list[UUID]]:
    """Whom each person wants to be near, those who are tied by descent twice as much."""
    beside: dict[UUID, list[UUID]] = {person: [] for person in row}
    for tie in ties:
        if tie.person in beside and tie.relative in beside and tie.kind != Tie.Kind.SPOUSE:
            weight = 2 if row[tie.person] != row[tie.relative] else 1
            beside[tie.person] += [tie.relative] * weight
            beside[tie.relative] += [tie.person] * weight
    return beside


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


def _wanted(unit: Unit, beside: Mapping[UUID, list[UUID]], places: Mapping[UUID, float]) -> float:
    """Where the unit's middle would best be, given where the others are now."""
    near = [
        places[other] + _middle(unit, places) - places[person]
        for person in unit
        for other in beside[person]
        if other not in unit
    ]
    return fmean(near) if near else _middle(unit, places)


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
