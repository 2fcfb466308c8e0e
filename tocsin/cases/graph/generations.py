"""Who stands on which row of a family graph, and who stands together on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from uuid import UUID

from tocsin.cases.models import Tie
from tocsin.cases.opened import OpenedTie

# How many rows lower the other end of a tie stands.
DOWN = {Tie.Kind.PARENT: 1, Tie.Kind.GUARDIAN: 1, Tie.Kind.GRANDPARENT: 2}
# Ties that say little of the generation: followed last.
VAGUE = frozenset({Tie.Kind.GUARDIAN, Tie.Kind.OTHER_FAMILY})
TOGETHER = frozenset({Tie.Kind.SPOUSE, Tie.Kind.SAME_PERSON})
Rows = dict[UUID, int]


def families(persons: Iterable[UUID], ties: Iterable[OpenedTie]) -> list[list[UUID]]:
    """The persons by who is tied to whom, in the order in which they were added; those alone come last."""
    order = list(persons)
    beside = _neighbours(order, ties)
    found: list[list[UUID]] = []
    seen: set[UUID] = set()
    for person in order:
        if person not in seen:
            reached = _reached(person, beside)
            seen |= reached
            found.append([one for one in order if one in reached])
    return sorted(found, key=lambda family: len(family) == 1)


def rows(family: list[UUID], ties: Iterable[OpenedTie]) -> Rows:
    """The row of each person of one family, from 0. Of ties that contradict each other, the first followed counts."""
    steps: dict[UUID, list[tuple[bool, UUID, int]]] = {person: [] for person in family}
    for tie in ties:
        down, vague = DOWN.get(Tie.Kind(tie.kind), 0), tie.kind in VAGUE
        if tie.person in steps and tie.relative in steps:
            steps[tie.person].append((vague, tie.relative, down))
            steps[tie.relative].append((vague, tie.person, -down))
    row: Rows = {family[0]: 0}
    clear, vague_ones = deque(family[:1]), deque[tuple[UUID, int]]()
    while clear or vague_ones:
        if clear:
            person = clear.popleft()
            for vague, other, down in steps[person]:
                if vague:
                    vague_ones.append((other, row[person] + down))
                elif other not in row:
                    row[other] = row[person] + down
                    clear.append(other)
        else:
            other, at = vague_ones.popleft()
            if other not in row:
                row[other] = at
                clear.append(other)
    top = min(row.values())
    return {person: at - top for person, at in row.items()}


def units(family: list[UUID], row: Mapping[UUID, int], ties: Iterable[OpenedTie]) -> list[tuple[UUID, ...]]:
    """Those who stand side by side: married, parents of one child, entries of the same person."""
    ties = list(ties)
    together = [(tie.person, tie.relative) for tie in ties if tie.kind in TOGETHER]
    together += _parents_of_one_child(ties)
    beside: dict[UUID, list[UUID]] = {person: [] for person in family}
    for one, other in together:
        if one in beside and other in beside and row[one] == row[other]:
            beside[one].append(other)
            beside[other].append(one)
    found, seen = [], set[UUID]()
    # From an end of the row, so that who has two partners stands between them.
    for person in sorted(family, key=lambda one: len(set(beside[one])) > 1):
        if person not in seen:
            chain = _chain(person, beside, seen)
            found.append(tuple(chain))
    return sorted(found, key=lambda unit: min(family.index(one) for one in unit))


def _chain(person: UUID, beside: Mapping[UUID, list[UUID]], seen: set[UUID]) -> list[UUID]:
    seen.add(person)
    chain = [person]
    for other in beside[person]:
        if other not in seen:
            chain += _chain(other, beside, seen)
    return chain


def _parents_of_one_child(ties: list[OpenedTie]) -> list[tuple[UUID, UUID]]:
    parents: dict[UUID, list[UUID]] = {}
    for tie in ties:
        if tie.kind == Tie.Kind.PARENT:
            parents.setdefault(tie.relative, []).append(tie.person)
    return [(theirs[0], theirs[1]) for theirs in parents.values() if len(theirs) == 2]


def _neighbours(persons: list[UUID], ties: Iterable[OpenedTie]) -> dict[UUID, set[UUID]]:
    beside: dict[UUID, set[UUID]] = {person: set() for person in persons}
    for tie in ties:
        beside[tie.person].add(tie.relative)
        beside[tie.relative].add(tie.person)
    return beside


def _reached(person: UUID, beside: Mapping[UUID, set[UUID]]) -> set[UUID]:
    reached, waiting = {person}, [person]
    while waiting:
        for other in beside[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    return reached
