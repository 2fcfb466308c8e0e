"""The exact words of a release, and their hash. The database computes the same (``disclosure_words_sha256``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.cases.models import Person

# position (from 1), language, text
Word = tuple[int, str, str]


@dataclass(frozen=True)
class Line:
    """One statement of a release: its text by language, and what it tells of whom (a person, or None: the group)."""

    texts: Mapping[str, str]
    rests_on: Sequence[tuple[Person | None, str]]


def words_of(lines: Sequence[Line]) -> list[Word]:
    """Every text of the lines; lines are numbered from 1."""
    return [
        (position, language, text) for position, line in enumerate(lines, 1) for language, text in line.texts.items()
    ]


def canonical_json(words: Iterable[Word]) -> bytes:
    """``[[position,language,text],...]`` in UTF-8, sorted by position and language, with RFC 8785's strings."""
    return json.dumps(sorted(words), ensure_ascii=False, separators=(",", ":")).encode()


def words_sha256(words: Iterable[Word]) -> bytes:
    """SHA-256 (32 bytes) over the canonical JSON."""
    return hashlib.sha256(canonical_json(words)).digest()
