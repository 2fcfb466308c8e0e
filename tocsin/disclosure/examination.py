"""Examining bytes and texts against an index: what is found, and where; never what it is."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from tocsin.core.names.folding import LINE, SOFT, separate, small, visible, words_of

from .guard_files import texts_of
from .guard_index import Index
from .guard_spaced import Search
from .guard_unspaced import unspaced_hits
from .guard_values import values_in
from .guard_views import SOURCE, TEXT, Reading, readings

MOST_SAID = 1000
PROSE = frozenset({TEXT, "title", "plain", "words", "subject", "document"})
COUNTED = frozenset({TEXT, "plain", "words", "document", "file"})
# Words that a tag runs through: read joined with all others, and in pieces among their neighbours.
_CUT = re.compile(rf"\w(?:{SOFT})+\w")
_STRETCH = re.compile(f"[^ {LINE}{SOFT}][^ {LINE}]*")
_NEIGHBOURS = 60


@dataclass(frozen=True)
class Finding:
    """A sealed identifier stands in a place, on a line from 1 (0 where lines are not counted).

    ``sentence`` is the SHA-256 of the line it stands in (``sentence_sha256``), ``said`` the line itself: for
    the owner's people alone. ``part`` is what part of a document it is.
    """

    place: str
    line: int
    owner: Hashable
    kind: str = "name"
    language: str = ""
    part: str = ""
    column: int = 0
    sentence: bytes = b""
    said: str = field(default="", repr=False, compare=False)

    @property
    def case_id(self) -> UUID | None:
        """The case of an owner that has one."""
        return getattr(self.owner, "case_id", None)


def examine_bytes(index: Index, body: bytes, language: str = "") -> list[Finding]:
    """Everything that is found in the bytes of a page, a feed, a file. Raises Unreadable for what cannot be read."""
    return examine(index, (reading for text in texts_of(body) for reading in readings(text)), language)


def examine(index: Index, texts: Iterable[Reading], language: str = "", *, columns: bool = False) -> list[Finding]:
    """Each place once, with its column where those are wanted (they take time).

    'Somewhere in the source' is said only of what stands nowhere else.
    """
    found = [finding for text in texts for finding in _find(index, text, language, columns=columns)]
    times = Counter((finding.owner, finding.place == SOURCE) for finding in found)
    hidden = {owner for owner, source in times if source and times[owner, True] > times[owner, False]}
    return list(dict.fromkeys(one for one in found if one.place != SOURCE or one.owner in hidden))


def sentence_sha256(line: str) -> bytes:
    """SHA-256 (32 bytes) of a line's words, whatever stands between them: what an allowed occurrence is bound to."""
    return hashlib.sha256(" ".join(words_of(separate(line))).encode()).digest()


def _find(index: Index, reading: Reading, language: str, *, columns: bool) -> Iterator[Finding]:
    separated = separate(reading.text)
    folded = small(separated)
    hits = sorted(set(_hits(index, reading, separated, folded)))
    lines = _Lines(reading, folded) if hits else None
    for offset, owner, column in hits:
        assert lines is not None  # noqa: S101 (there are hits)
        number = lines.number(offset)
        yield Finding(
            place=reading.place,
            line=number + 1 if lines.counted else 0,
            owner=index.owners[owner],
            kind=index.kinds[owner],
            language=language,
            part=reading.part,
            column=(column or lines.column(offset)) if columns and lines.counted else 0,
            sentence=lines.sentence(number),
            said=lines.said[number].replace(SOFT, "")[:MOST_SAID],
        )


class _Lines:
    """The lines of one reading, looked at only where something was found."""

    def __init__(self, reading: Reading, folded: str) -> None:
        self.counted = reading.place in COUNTED
        self.said = reading.text.split(LINE)
        self._folded = folded
        self._begins = [0, *(found.end() for found in re.finditer(LINE, folded))]
        self._sentences: dict[int, bytes] = {}
        self._columns: dict[int, int] = {}

    def number(self, offset: int) -> int:
        """Which line it is, from 0."""
        return min(bisect_right(self._begins, offset), len(self.said)) - 1

    def sentence(self, number: int) -> bytes:
        if number not in self._sentences:
            self._sentences[number] = sentence_sha256(self.said[number])
        return self._sentences[number]

    def column(self, offset: int) -> int:
        """The column as written, from 1."""
        if offset not in self._columns:
            number = self.number(offset)
            self._columns[offset] = _column(self.said[number], self._folded[self._begins[number] : offset])
        return self._columns[offset]


def _hits(index: Index, reading: Reading, separated: str, folded: str) -> Iterator[tuple[int, int, int]]:
    """(offset in the folded text, owner's number, column or 0: to be found out) of everything that is found."""
    words = words_of(folded)
    starts: list[int] = []
    search = Search(index, words, lambda: words_of(separated), prose=reading.place in PROSE)
    for hit in search.hits():
        starts = starts or _starts(folded)
        yield starts[hit.start], hit.owner, 0
    for first, seen in search.as_seen():
        for hit in Search(index, seen, partial(search.as_written, first)).hits():
            starts = starts or _starts(folded)
            yield starts[first + hit.start], hit.owner, 0
    yield from ((start, owner, 0) for start, owner in _in_pieces(index, separated, folded))
    yield from ((start, owner, 0) for start, _end, owner in unspaced_hits(index, folded, aloud=not reading.strings))
    if index.values:
        yield from _values(index, reading.text, folded)


def _in_pieces(index: Index, separated: str, folded: str) -> Iterator[tuple[int, int]]:
    end = 0
    for cut in _CUT.finditer(folded):
        if cut.start() < end:
            continue
        start, end = max(0, cut.start() - _NEIGHBOURS), cut.end() + _NEIGHBOURS
        pieces = folded[start:end].replace(SOFT, " ")
        written = separated[start:end].replace(SOFT, " ") if len(separated) == len(folded) else pieces
        words = words_of(pieces)
        if any(index.words[word] for word in words):
            for hit in Search(index, words, lambda written=written: words_of(written)).hits():  # type: ignore[misc]
                yield cut.start(), hit.owner


def _values(index: Index, text: str, folded: str) -> Iterator[tuple[int, int, int]]:
    """Telephone numbers, days and the like; their offset is that of their line."""
    begins = [0, *(found.end() for found in re.finditer(LINE, folded))]
    plain = visible(text.replace(SOFT, ""))
    for key, at in values_in(plain.replace(LINE, "\n")):
        for owner in index.values.get(key, ()):
            line = plain.count(LINE, 0, at + 1)
            yield begins[min(line, len(begins) - 1)], owner, at - plain.rfind(LINE, 0, at + 1)


def _starts(folded: str) -> list[int]:
    """Where each word begins in the folded text; tags may stand within a word."""
    if folded.isascii():
        return [found.start() for found in _STRETCH.finditer(folded)]
    starts: list[int] = []
    for found in _STRETCH.finditer(folded):
        said = found[0]
        starts += [found.start()] * (1 if said.isascii() else len(words_of(said)))
    return starts


def _column(line: str, folded_before: str) -> int:
    """The column (from 1) of the line as written where the words that ``folded_before`` holds are over."""
    before = len("".join(words_of(folded_before)))
    low, high = 0, len(line)
    while low < high:
        middle = (low + high) // 2
        if len("".join(words_of(small(separate(line[: middle + 1]))))) > before:
            high = middle
        else:
            low = middle + 1
    return low + 1
