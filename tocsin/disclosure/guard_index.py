"""The guard's index: every sealed name of every open case, in memory, on the desk only, found in one pass.

Rebuilt when the version in ``front_state`` is another. Versions come from a sequence, so that an index made in a
transaction that was rolled back is never taken for a later one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

import ahocorasick

from tocsin.cases import names
from tocsin.core.names.folding import GAPS, fold, squeeze, stands_alone


@dataclass(frozen=True)
class Hit:
    """A sealed name stands at ``offset`` of the folded text; ``case_id`` is whose."""

    offset: int
    case_id: UUID


@dataclass(frozen=True)
class Pattern:
    """One spelling: its letters, and after which of them a space may stand (of letters counted from 1)."""

    letters: str
    gaps: frozenset[int]
    case_id: UUID


def spellings(name: str) -> set[str]:
    """Every way of writing a name that is looked for. Now: as written, and Hangul with a space after the surname."""
    as_written = name.strip()
    ways = {as_written}
    if len(as_written) > 2 and all("가" <= syllable <= "힣" for syllable in as_written):
        ways.add(f"{as_written[0]} {as_written[1:]}")
    return ways


@dataclass(frozen=True)
class Index:
    """Patterns under their letters. ``version`` as in ``front_state``."""

    version: int
    automaton: Any = field(repr=False)

    def hits(self, folded: str) -> Iterator[Hit]:
        """Every sealed name in a folded text."""
        if not len(self.automaton):
            return
        places: list[int] = []
        for end, patterns in self.automaton.iter(squeeze(folded)):
            places = places or [at for at, character in enumerate(folded) if character not in GAPS]
            for pattern in patterns:
                if _written_there(pattern, folded, places[end - len(pattern.letters) + 1 : end + 1]):
                    yield Hit(places[end - len(pattern.letters) + 1], pattern.case_id)


def build(version: int, sealed: Iterable[tuple[UUID, str]]) -> Index:
    """An index of (case id, name in plain text)."""
    by_letters: dict[str, set[Pattern]] = {}
    for case_id, name in sealed:
        for pattern in _patterns(case_id, name):
            by_letters.setdefault(pattern.letters, set()).add(pattern)
    automaton = ahocorasick.Automaton()
    for letters, patterns in by_letters.items():
        automaton.add_word(letters, tuple(patterns))
    automaton.make_automaton()
    return Index(version, automaton)


_kept: list[Index] = []
_lock = threading.Lock()


def at_version(version: int) -> Index:
    """The index of that version. Raises KeyMissing, KeyExposed, SealingError: without a key nothing can be guarded."""
    with _lock:
        if not _kept or _kept[0].version != version:
            _kept[:] = [build(version, names.of_open_cases())]
        return _kept[0]


def forget() -> None:
    """Let the next examination build the index anew."""
    with _lock:
        _kept.clear()


def _patterns(case_id: UUID, name: str) -> Iterator[Pattern]:
    for spelling in spellings(name):
        folded = fold(spelling).strip()
        gaps, letters = set(), 0
        for character in folded:
            if character == " ":
                gaps.add(letters)
            else:
                letters += 1
        if letters:
            yield Pattern(squeeze(folded), frozenset(gaps), case_id)


def _written_there(pattern: Pattern, folded: str, places: list[int]) -> bool:
    """Spaces may be left out where the name has one, and stand nowhere else; tags may stand anywhere."""
    for letter, (here, following) in enumerate(pairwise(places), 1):
        if letter not in pattern.gaps and " " in folded[here + 1 : following]:
            return False
    return stands_alone(folded, places[0], places[-1] + 1)
