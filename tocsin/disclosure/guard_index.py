"""The guard's index: every sealed identifier, in memory only, taken apart so that a text is read once.

It knows owners (whose identifier it is) and hands them back; what they are is the caller's matter. Nothing here needs a
database: ``guard_versions`` fills it from the living cases, ``tocsin guard scan`` from a file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import ahocorasick

from tocsin.core.names import forms as names
from tocsin.core.names.forms import Form, Part, Whole
from tocsin.core.names.hangul import is_hangul
from tocsin.core.names.korean import ear_key, reads_usually
from tocsin.core.names.lookalikes import seen_as
from tocsin.core.names.sounds import sound_keys, to_latin
from tocsin.core.names.words import known, ordinary

from .guard_places import place_forms
from .guard_values import value_keys

Key = TypeVar("Key", bound=Hashable)
NAME, PHONE, EMAIL, DOCUMENT, BIRTH = "name", "phone", "email", "document", "birth"
PLACES = frozenset({"place_town", "place_prefecture", "place_region"})
# Looked for as they are written: all their words, in their order.
AS_WRITTEN = frozenset({"organisation", "handle"})
LEAST_CLEAR = 3
LEAST_JOINED, LEAST_INSIDE, MOST_JOINED, MOST_REMEMBERED = 6, 10, 48, 400_000


@dataclass(frozen=True)
class Sealed:
    """One identifier to look for. ``owner`` comes back with what is found."""

    owner: Hashable
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one folded word is to the index: parts of names as they are written, or only as they sound (``faint``: by
    two consonants); the first piece
    of one; a whole name run together; a single letter; and what it looks like, where it has letters of several scripts
    or figures."""

    parts: tuple[int, ...]
    heard: tuple[int, ...]
    faint: bool
    head: bool
    wholes: tuple[int, ...]
    letter: bool
    looks: frozenset[str]


class _Words(dict[str, Entry | None]):
    """Word -> entry, looked up once; None for the many words that are nothing."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index

    def __missing__(self, word: str) -> Entry | None:
        entry = self.index.entry(word)
        if len(self) < MOST_REMEMBERED and len(word) <= MOST_JOINED:
            self[word] = entry
        return entry


@dataclass
class Index:
    """``version`` as in ``front_state``. Numbers stand for parts of names and for owners."""

    version: int
    owners: list[Hashable] = field(default_factory=list, repr=False)
    kinds: list[str] = field(default_factory=list, repr=False)
    writings: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    sounds: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    heads: set[str] = field(default_factory=set, repr=False)
    tails: set[str] = field(default_factory=set, repr=False)
    pairs: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict, repr=False)
    weak_pairs: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict, repr=False)
    initials: dict[tuple[int, str], tuple[int, ...]] = field(default_factory=dict, repr=False)
    alone: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    lone: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    single: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    telling: set[int] = field(default_factory=set, repr=False)
    surnames: set[int] = field(default_factory=set, repr=False)
    values: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    hangul_surnames: set[str] = field(default_factory=set, repr=False)
    automaton: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.words = _Words(self)

    def entry(self, word: str) -> Entry | None:
        """What a folded word is; None for nothing."""
        parts, looks = self._parts(word), seen_as(word)
        heard = tuple(part for part in self.heard(word) if part not in parts) if self.sounds else ()
        wholes = self.single.get(word, ())
        for other in looks:
            wholes += self.single.get(other, ()) + tuple(self._run_together(other))
        if not parts and LEAST_JOINED <= len(word) <= MOST_JOINED and word not in known():
            wholes += tuple(self._run_together(word))
        head = word in self.heads
        letter = len(word) == 1 and word.isalpha()
        faint = bool(heard) and max(map(len, sound_keys(word)), default=LEAST_CLEAR) < LEAST_CLEAR
        entry = Entry(parts, heard, faint, head, wholes, letter, looks)
        return entry if parts or heard or head or wholes or letter or looks else None

    def heard(self, word: str, pieces: tuple[str, ...] = ()) -> tuple[int, ...]:
        """Parts of names that sound like a folded word, which may stand in pieces. What the usual systems would write
        for another Korean name is that other name."""
        keys = sound_keys(word)
        if word.isascii() and not reads_usually(pieces or (word,)):
            keys |= {ear_key(word)}
        return tuple(dict.fromkeys(part for key in sorted(keys) for part in self.sounds.get(key, ())))

    def _parts(self, word: str) -> tuple[int, ...]:
        found = self.writings.get(word, ())
        for other in (*seen_as(word), *({to_latin(word)} - {word})):
            found += self.writings.get(other, ())
        return tuple(dict.fromkeys(found))

    def _run_together(self, word: str) -> Iterator[int]:
        """Owners of whole names within one word: the word itself, or, in a long one, anything inside (a hashtag)."""
        starts = range(len(word) - LEAST_JOINED + 1) if len(word) >= LEAST_INSIDE else (0,)
        for start in starts:
            for middle in range(start + 1, len(word) - 1):
                first = self.writings.get(word[start:middle])
                if not first:
                    continue
                ends = range(middle + 2, len(word) + 1) if len(word) >= LEAST_INSIDE else (len(word),)
                for end in ends:
                    second = self.writings.get(word[middle:end])
                    if second and (end - start >= LEAST_INSIDE - 2 or (start, end) == (0, len(word))):
                        yield from self.together(first, second, telling=True)

    def together(self, first: Iterable[int], second: Iterable[int], *, telling: bool = False) -> Iterator[int]:
        """Owners of names that have a part of the one and a part of the other; ``telling``: and one of the parts is
        no short one (한 + 옥, run together, is a house)."""
        others = tuple(second)
        for one in first:
            for other in others:
                if not telling or one in self.telling or other in self.telling:
                    yield from self.pairs.get((one, other) if one < other else (other, one), ())

    def together_weakly(self, first: Iterable[int], second: Iterable[int]) -> set[int]:
        """Owners of long names that have a part of the one and a part of the other, both of which many people have."""
        others = tuple(second)
        pairs = ((one, other) if one < other else (other, one) for one in first for other in others)
        return {owner for pair in pairs for owner in self.weak_pairs.get(pair, ())}


class Builder:
    """Takes identifiers one by one and ends with an index."""

    def __init__(self, version: int) -> None:
        self.index = Index(version)
        self._parts: dict[str, int] = {}
        self._wholes: dict[str, dict[Whole, set[int]]] = {}
        self._ids: dict[str, set[int]] = {}
        self._sound_ids: dict[str, set[int]] = {}
        self._shared: dict[tuple[int, ...], tuple[int, ...]] = {}

    def add(self, sealed: Sealed) -> None:
        """One identifier more. What folds to nothing is nothing to look for."""
        number = len(self.index.owners)
        self.index.owners.append(sealed.owner)
        self.index.kinds.append(sealed.kind)
        if sealed.kind == NAME or sealed.kind in PLACES:
            for form in names.forms(sealed.text) if sealed.kind == NAME else place_forms(sealed.text):
                self._add_form(form, number)
        if sealed.kind in AS_WRITTEN:
            self._add_form(names.as_written(sealed.text), number)
        for key in value_keys(sealed.kind, sealed.text):
            _append(self.index.values, key, number)

    def _add_form(self, form: Form, number: int) -> None:
        numbers = [self._part(part) for part in form.parts]
        for at, (one, part) in enumerate(zip(numbers, form.parts, strict=True)):
            if part.alone:
                _append(self.index.alone, one, number)
            if len(numbers) == 1:
                for writing in part.writings:
                    _append(self.index.single, writing, number)
                if part.sounds and not part.key.isascii():
                    _append(self.index.lone, one, number)
            for other, other_part in list(zip(numbers, form.parts, strict=True))[at + 1 :]:
                weak = form.long and _commonplace(part) and _commonplace(other_part)
                self._add_pair(one, part, other, other_part, number, weak=weak)
        for whole in form.wholes:
            if whole.surname and is_hangul(whole.letters):
                self.index.hangul_surnames.add(whole.letters[0])
            self._wholes.setdefault(whole.letters, {}).setdefault(whole, set()).add(number)

    def _add_pair(self, one: int, part: Part, other: int, other_part: Part, number: int, *, weak: bool) -> None:
        pair = (one, other) if one < other else (other, one)
        _append(self.index.weak_pairs if weak else self.index.pairs, pair, number)
        if weak:
            return
        for whose, letters in ((one, other_part), (other, part)):
            if not letters.is_surname and (part.is_surname or other_part.is_surname or whose == other):
                for initial in letters.initials:
                    _append(self.index.initials, (whose, initial), number)

    def _part(self, part: Part) -> int:
        if part.key not in self._parts:
            number = self._parts[part.key] = len(self._parts)
            for writing in part.writings:
                self._ids.setdefault(writing, set()).add(number)
            for sound in part.sounds:
                self._sound_ids.setdefault(sound, set()).add(number)
            self.index.heads |= part.heads
            self.index.tails |= part.tails
            if part.is_surname:
                self.index.surnames.add(number)
            if part.telling:
                self.index.telling.add(number)
        return self._parts[part.key]

    def done(self) -> Index:
        """The index, with every ordinary word looked up beforehand."""
        index = self.index
        index.writings = {writing: self._share(numbers) for writing, numbers in self._ids.items()}
        index.sounds = {sound: self._share(numbers) for sound, numbers in self._sound_ids.items()}
        index.automaton = ahocorasick.Automaton()
        for letters, wholes in self._wholes.items():
            index.automaton.add_word(letters, tuple((whole, tuple(sorted(of))) for whole, of in wholes.items()))
        index.automaton.make_automaton()
        for word in known() | ordinary():
            index.words[word]
        return index

    def _share(self, numbers: set[int]) -> tuple[int, ...]:
        """One tuple for all writings of the same parts: there are hundreds of each."""
        ordered = tuple(sorted(numbers))
        return self._shared.setdefault(ordered, ordered)


def build(version: int, sealed: Iterable[Sealed]) -> Index:
    """An index of these identifiers."""
    builder = Builder(version)
    for one in sealed:
        builder.add(one)
    return builder.done()


def _commonplace(part: Part) -> bool:
    """Whether a word of a long name is one that many people have: two such are nobody yet."""
    return any(writing in known() for writing in part.writings)


_kept: list[Index] = []
_lock = threading.Lock()


def at_version(version: int, known: Callable[[], Iterable[Sealed]]) -> Index:
    """The index of that version, made anew where the last was another. Raises what ``known`` raises."""
    with _lock:
        if not _kept or _kept[0].version != version:
            _kept[:] = [build(version, known())]
        return _kept[0]


def forget() -> None:
    """Let the next examination build the index anew."""
    with _lock:
        _kept.clear()


def _append(table: dict[Key, tuple[int, ...]], key: Key, number: int) -> None:
    there = table.get(key, ())
    if number not in there[-1:]:
        table[key] = (*there, number)
