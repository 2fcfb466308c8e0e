"""What cannot all be true of the ties in a case. They are recorded as they were told; the desk warns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from .calling import called_in
from .facts import Sex
from .models import Certainty, Tie
from .opened import OpenedCase, OpenedTie

# Of these, two people can have only one to each other.
EXCLUSIVE = frozenset({Tie.Kind.PARENT, Tie.Kind.GRANDPARENT, Tie.Kind.SIBLING, Tie.Kind.SPOUSE, Tie.Kind.SAME_PERSON})
DESCENT = (Tie.Kind.PARENT, Tie.Kind.GRANDPARENT)


def contradictions(opened: OpenedCase) -> list[str]:
    """Each in words, with who is concerned."""
    return [*_own_ancestors(opened), *_two_ties_at_once(opened), *_ages(opened), *_parents(opened), *_same(opened)]


def same_person(opened: OpenedCase, *, certain: bool) -> dict[UUID, UUID]:
    """Each person by the one who stands for all that are the same person; ``certain``: only where it is confirmed."""
    stands: dict[UUID, UUID] = {person.id: person.id for person in opened.persons}
    for tie in opened.ties:
        if tie.kind == Tie.Kind.SAME_PERSON and (tie.certainty == Certainty.CONFIRMED or not certain):
            one, other = stands[tie.person], stands[tie.relative]
            stands = {person: one if now == other else now for person, now in stands.items()}
    return stands


def _own_ancestors(opened: OpenedCase) -> Iterator[str]:
    stands = same_person(opened, certain=True)
    below: dict[UUID, set[UUID]] = {}
    for tie in _of_kinds(opened, DESCENT):
        below.setdefault(stands[tie.person], set()).add(stands[tie.relative])
    for person in below:
        if person in _descendants(person, below):
            yield _("%(who)s would be among their own ancestors.") % {"who": called_in(opened, person)}


def _descendants(person: UUID, below: Mapping[UUID, set[UUID]]) -> set[UUID]:
    found: set[UUID] = set()
    waiting = set(below.get(person, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting |= below.get(one, set())
    return found


def _two_ties_at_once(opened: OpenedCase) -> Iterator[str]:
    between: dict[frozenset[UUID], set[str]] = {}
    for tie in _of_kinds(opened, EXCLUSIVE):
        between.setdefault(frozenset({tie.person, tie.relative}), set()).add(tie.kind)
    for pair, kinds in between.items():
        if len(kinds) > 1:
            one, other = sorted(called_in(opened, person) for person in pair)
            yield _("%(one)s and %(other)s cannot be all this to each other: %(ties)s.") % {
                "one": one,
                "other": other,
                "ties": ", ".join(sorted(str(Tie.Kind(kind).label) for kind in kinds)),
            }


def _ages(opened: OpenedCase, day: dt.date | None = None) -> Iterator[str]:
    day = day or timezone.localdate()
    for tie in _of_kinds(opened, DESCENT):
        older, younger = opened.person(tie.person), opened.person(tie.relative)
        ages = (older.facts.age_on(day), younger.facts.age_on(day)) if older and younger else (None, None)
        if ages[0] and ages[1] and ages[0][1] <= ages[1][0]:
            told = {"one": called_in(opened, tie.person), "other": called_in(opened, tie.relative)}
            yield _("%(one)s is not older than %(other)s, by what is recorded of their ages.") % told


def _parents(opened: OpenedCase) -> Iterator[str]:
    stands = same_person(opened, certain=False)
    parents: dict[UUID, set[UUID]] = {}
    for tie in _of_kinds(opened, (Tie.Kind.PARENT,)):
        if tie.certainty == Certainty.CONFIRMED:
            parents.setdefault(stands[tie.relative], set()).add(stands[tie.person])
    for person, theirs in parents.items():
        if len(theirs) > 2:
            yield _("%(who)s has more than two parents.") % {"who": called_in(opened, person)}


def _same(opened: OpenedCase) -> Iterator[str]:
    for tie in _of_kinds(opened, (Tie.Kind.SAME_PERSON,)):
        one, other = opened.person(tie.person), opened.person(tie.relative)
        if one and other and {one.facts.sex, other.facts.sex} == {Sex.FEMALE, Sex.MALE}:
            told = {"one": called_in(opened, one.id), "other": called_in(opened, other.id)}
            yield _("%(one)s and %(other)s are recorded as the same person, and with different sexes.") % told


def _of_kinds(opened: OpenedCase, kinds: Collection[str]) -> Iterator[OpenedTie]:
    return (tie for tie in opened.ties if tie.kind in kinds)
