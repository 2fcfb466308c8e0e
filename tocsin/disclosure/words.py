"""The exact words of a release, and their hash. The database computes the same (``disclosure_words_sha256``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.cases.models import Person

from .told import Told

# position (from 1), language, text
Word = tuple[int, str, str]
# position, SHA-256 (32 bytes) of the picture of that line
Shown = tuple[int, bytes]


@dataclass(frozen=True)
class Line:
    """One statement of a release: its text by language, and what it tells of whom (a person, or None: the group).

    ``told``: the rungs that were chosen for it. ``picture``: a JPEG drawn anew, which the texts describe.
    """

    texts: Mapping[str, str]
    rests_on: Sequence[tuple[Person | None, str]]
    told: Sequence[Told] = ()
    picture: bytes | None = field(default=None, repr=False)


def words_of(lines: Sequence[Line]) -> list[Word]:
    """Every text of the lines; lines are numbered from 1."""
    return [
        (position, language, text) for position, line in enumerate(lines, 1) for language, text in line.texts.items()
    ]


def shown_in(lines: Sequence[Line]) -> list[Shown]:
    """Every picture of the lines."""
    return [(n, hashlib.sha256(line.picture).digest()) for n, line in enumerate(lines, 1) if line.picture is not None]


def canonical_json(words: Iterable[Word], pictures: Iterable[Shown] = ()) -> bytes:
    """``[[position,language,text],...,["picture",position,sha256],...]`` in UTF-8, with RFC 8785's strings.

    Words by position and language; then the pictures by position, if there are any, their hashes in hexadecimal.
    """
    shown = [("picture", position, bytes(sha256).hex()) for position, sha256 in sorted(pictures)]
    return json.dumps([*sorted(words), *shown], ensure_ascii=False, separators=(",", ":")).encode()


def words_sha256(words: Iterable[Word], pictures: Iterable[Shown] = ()) -> bytes:
    """SHA-256 (32 bytes) over the canonical JSON."""
    return hashlib.sha256(canonical_json(words, pictures)).digest()
