"""Where sealed names stand among the words of a folded text in spaced scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from tocsin.core.names.arabic import ARTICLES
from tocsin.core.names.korean import read_surname
from tocsin.core.names.words import known, ordinary

from .guard_index import Index

MOST_PIECES, LEAST_ALONE, LEAST_SPELLED, NEIGHBOURS, MOST_SLIGHT, SHORTEST = 5, 5, 5, 6, 5, 4
# What may stand between two parts of a name.
BETWEEN = frozenset({*ARTICLES, "van", "von", "de", "da", "del", "della", "di", "du", "la", "le", "oglu", "qizi"})
# Surnames in form, and hardly ever in sense.
_FUNCTION = frozenset({"so", "in", "on", "an", "do", "no", "you", "oh", "may", "a", "i", "the", "he", "we", "go"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``start`` to ``end`` (half-open, counted from 0) are a sealed name of that owner's number."""

    start: int
    end: int
    owner: int


class Search:
    """One text's words; ``cased`` gives them as they were written. ``prose``: names have capitals."""

    def __init__(self, index: Index, words: list[str], cased: Callable[[], list[str]], *, prose: bool = False) -> None:
        self.index, self.words, self._cased, self.prose = index, words, cased, prose
        self._as_written: list[str] = []
        self.heard: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        self.faint: set[int] = set()
        self.letters: list[int] = []
        self.looks: dict[int, frozenset[str]] = {}
        self.spans: dict[int, list[tuple[int, tuple[int, ...]]]] = {}

    def hits(self) -> Iterator[Hit]:
        """Every name: whole, by two of its parts, by one that tells enough, by a part and initials."""
        for at, entry in enumerate(map(self.index.words.__getitem__, self.words)):
            if entry is None:
                continue
            if entry.parts:
                self.spans.setdefault(at, []).append((at + 1, entry.parts))
            if entry.heard and (not self.words[at].isascii() or self._capital(at)):
                self.heard.setdefault(at, []).append((at + 1, entry.heard))
                if entry.faint:
                    self.faint.add(at)
                if self.words[at] not in known():
                    yield from (
                        Hit(at, at + 1, owner) for part in entry.heard for owner in self.index.lone.get(part, ())
                    )
            if entry.letter:
                self.letters.append(at)
            if entry.looks:
                self.looks[at] = entry.looks
            if entry.wholes and self._meant(at, at + 1):
                yield from (Hit(at, at + 1, owner) for owner in entry.wholes)
            if entry.head:
                yield from self._joined(at)
        for start, ends in self.spans.items():
            for end, parts in ends:
                yield from self._pairs(start, end, parts)
                yield from self._alone(start, end, parts)
                yield from self._heard_beside(start, end, parts)
                yield from self._joined_initials(start, end, parts)
        for start, ends in self.heard.items():
            for end, parts in ends:
                yield from self._pairs(start, end, parts, heard=True)
        yield from self._by_initials()
        yield from self._spelled()

    def as_seen(self) -> Iterator[tuple[int, list[str]]]:
        """After the search: (number of the first, words) around words that are not plain, as those look."""
        for places in _near(sorted(self.looks)):
            start, words = max(0, places[0] - NEIGHBOURS), self.words[: places[-1] + NEIGHBOURS + 1]
            for number in range(max(len(self.looks[at]) for at in places)):
                yield start, [self._look(at, number) for at in range(start, len(words))]

    def _look(self, at: int, number: int) -> str:
        looks = sorted(self.looks.get(at, ())) or [self.words[at]]
        return looks[min(number, len(looks) - 1)]

    def _joined(self, at: int) -> Iterator[Hit]:
        """Note parts, and tell wholes, that are written in several words from here on."""
        joined, tails, writings = self.words[at], self.index.tails, self.index.writings
        for end in range(at + 2, min(at + MOST_PIECES, len(self.words)) + 1):
            if self.words[end - 1] not in tails:
                return
            joined += self.words[end - 1]
            if parts := writings.get(joined):
                self.spans.setdefault(at, []).append((end, parts))
            if (owners := self.index.single.get(joined)) and self._meant(at, end):
                yield from (Hit(at, end, owner) for owner in owners)

    def _pairs(self, start: int, end: int, parts: tuple[int, ...], *, heard: bool = False) -> Iterator[Hit]:
        next_at = end
        if not self._any(end) and end < len(self.words) and (self.words[end] in BETWEEN or len(self.words[end]) == 1):
            next_at = end + 1
        for last, others in self.spans.get(next_at, ()):
            owners = set(self.index.together(parts, others))
            capitals = self._capital(start) and self._capital(next_at) if owners else False
            if capitals or (owners and self._strange(start, last) and self._letters(start, last) > MOST_SLIGHT):
                yield from (Hit(start, last, owner) for owner in owners)
        if self.index.weak_pairs:
            yield from self._threes(start, next_at, parts)
        if heard and (start in self.faint or next_at in self.faint or self._known(start, next_at)):
            return
        if self._slight(start, end):
            return
        for last, others in self.heard.get(next_at, ()):
            yield from (Hit(start, last, owner) for owner in set(self.index.together(parts, others)))

    def _threes(self, start: int, middle: int, parts: tuple[int, ...]) -> Iterator[Hit]:
        """Long names of words that many people have: three of them, side by side."""
        for second, others in self._there(middle):
            weak = self.index.together_weakly(parts, others)
            for last, third in self._there(second) if weak else ():
                both = {*self.index.together_weakly(others, third), *self.index.together(others, third)}
                yield from (Hit(start, last, owner) for owner in weak & both)

    def _there(self, at: int) -> list[tuple[int, tuple[int, ...]]]:
        return [*self.spans.get(at, ()), *self.heard.get(at, ())]

    def _slight(self, start: int, end: int) -> bool:
        """Whether it is one short word of English, as some surnames are (In, An, So)."""
        return end == start + 1 and len(self.words[start]) < SHORTEST and self.words[start] in ordinary()

    def _letters(self, start: int, end: int) -> int:
        return sum(map(len, self.words[start:end]))

    def _any(self, at: int) -> bool:
        return at in self.spans or at in self.heard

    def _known(self, *places: int) -> bool:
        """Whether all of them are words of English: by sound alone those are nobody."""
        return all(at < len(self.words) and self.words[at] in known() for at in places)

    def _heard_beside(self, start: int, end: int, parts: tuple[int, ...]) -> Iterator[Hit]:
        """Given names of several words that only sound like one, beside a surname as it is written."""
        if self.index.surnames.isdisjoint(parts) or not self._capital(start) or self._slight(start, end):
            return
        for count in (2, 3):
            for first, last in ((end, end + count), (start - count, start)):
                if first < 0 or last > len(self.words) or not self._capital(first) or not self._strange(first, last):
                    continue
                pieces = tuple(self.words[first:last])
                heard = self.index.heard("".join(pieces), pieces)
                for owner in set(self.index.together(parts, heard)) if heard else ():
                    yield Hit(min(start, first), max(end, last), owner)

    def _by_initials(self) -> Iterator[Hit]:
        letters = set(self.letters)
        for at in self.letters:
            if self.words[at] in "ai" and letters.isdisjoint((at - 1, at + 1)):
                continue
            for start in (at - 3, at - 2, at - 1, at + 1, at + 2):
                for end, parts in self.spans.get(start, ()):
                    if at in (start - 1, start - 2, end, end + 1):
                        yield from self._initials(start, end, parts)

    def _initials(self, start: int, end: int, parts: tuple[int, ...]) -> Iterator[Hit]:
        after = _run(self.words[end : end + 2])
        before = _run(reversed(self.words[max(0, start - 2) : start]))[::-1]
        ways = {(after, end), (after[:1], end), (before, start - len(before)), (before[-1:], start - 1)}
        for letters, first in ways:
            if not letters or letters in "ai":
                continue
            owners = [owner for part in parts for owner in self.index.initials.get((part, letters), ())]
            if (
                owners
                and self._capital(first)
                and self._capital(start)
                and (len(letters) > 1 or self._strange(start, end))
            ):
                span = min(start, first), max(end, first + len(letters))
                yield from (Hit(*span, owner) for owner in owners)

    def _joined_initials(self, start: int, end: int, parts: tuple[int, ...]) -> Iterator[Hit]:
        """Kim YH, YH Kim: two capitals beside a surname that is not all capitals itself."""
        for at in (end, start - 1):
            if 0 <= at < len(self.words) and len(self.words[at]) == 2:
                owners = [owner for part in parts for owner in self.index.initials.get((part, self.words[at]), ())]
                if owners and self.as_written()[at].isupper() and not self.as_written()[start].isupper():
                    yield from (Hit(min(start, at), max(end, at + 1), owner) for owner in owners)

    def _alone(self, start: int, end: int, parts: tuple[int, ...]) -> Iterator[Hit]:
        owners = [owner for part in parts for owner in self.index.alone.get(part, ())]
        if owners and self._tells_alone(start, end) and not self._anothers(start, end):
            yield from (Hit(start, end, owner) for owner in owners)

    def _tells_alone(self, start: int, end: int) -> bool:
        said = self.words[start:end]
        if len("".join(said)) < LEAST_ALONE:
            return False
        if len(said) == 1:
            return said[0] not in known() and (not self.prose or self._capital(start))
        if self._slight(start, start + 1):
            return all(word not in known() for word in said[1:])
        return any(word not in ordinary() for word in said) and (
            self._capital(start) or any(word not in known() for word in said)
        )

    def _anothers(self, start: int, end: int) -> bool:
        """Whether a surname stands beside a given name: then it is somebody else's."""
        return any(
            0 <= at < len(self.words)
            and self.words[at] not in _FUNCTION
            and bool(read_surname(self.words[at]))
            and self._capital(at)
            for at in (start - 1, end)
        )

    def _spelled(self) -> Iterator[Hit]:
        """Names spelled letter by letter, with spaces between."""
        for _run_number, group in groupby(enumerate(self.letters), key=lambda pair: pair[1] - pair[0]):
            places = [at for _number, at in group]
            start, end = places[0], places[-1] + 1
            entry = self.index.words["".join(self.words[start:end])] if end - start >= LEAST_SPELLED else None
            if entry:
                owners = {*entry.wholes, *(one for part in entry.parts for one in self.index.alone.get(part, ()))}
                yield from (Hit(start, end, owner) for owner in owners)

    def _meant(self, start: int, end: int) -> bool:
        """Whether these words are no ordinary ones, or at least begin with a capital."""
        return self._strange(start, end) or self._capital(start)

    def _strange(self, start: int, end: int) -> bool:
        return any(word not in ordinary() for word in self.words[start:end])

    def as_written(self, start: int = 0) -> list[str]:
        """The words as they were written, from one on."""
        self._as_written = self._as_written or self._cased()
        return self._as_written[start:] if start else self._as_written

    def _capital(self, at: int) -> bool:
        written = self.as_written()
        return at >= len(written) or written[at][:1].isupper()


def _near(places: list[int]) -> Iterator[list[int]]:
    """Places in groups that stand near each other."""
    group: list[int] = []
    for at in places:
        if group and at - group[-1] > NEIGHBOURS:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _run(words: Iterable[str]) -> str:
    letters = ""
    for word in words:
        if len(word) != 1 or not word.isalpha():
            break
        letters += word
    return letters
