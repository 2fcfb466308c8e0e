"""Examining bytes and texts against an index: what is found, and where; never what the name is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from tocsin.core.names.folding import LINE, fold

from .guard_index import Index
from .guard_views import SOURCE, TEXT, Reading, readings

COUNTED = frozenset({TEXT, "plain", "words"})


@dataclass(frozen=True)
class Finding:
    """A sealed name of a case stands in a place, on a line from 1 (0 where lines are not counted)."""

    place: str
    line: int
    case_id: UUID
    language: str = ""


def examine_bytes(index: Index, body: bytes, language: str = "") -> list[Finding]:
    """Everything that is found in the bytes of a page, a feed, a file."""
    return examine(index, readings(body), language)


def examine(index: Index, texts: Iterable[Reading], language: str = "") -> list[Finding]:
    """Each place once. 'Somewhere in the source' is said only where nothing better is known."""
    found = list(dict.fromkeys(finding for text in texts for finding in _find(index, text, language)))
    return [finding for finding in found if finding.place != SOURCE] or found


def _find(index: Index, reading: Reading, language: str) -> Iterator[Finding]:
    folded = fold(reading.text)
    for hit in index.hits(folded):
        line = folded.count(LINE, 0, hit.offset + 1) + 1 if reading.place in COUNTED else 0
        yield Finding(reading.place, line, hit.case_id, language)
