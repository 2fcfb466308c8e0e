"""Sealed rows, and the batch in which they are committed or kept on disk together."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

MARK = b"TOCSIN-ROWS-1\n"
_SUM = 32


class Damaged(Exception):
    """These bytes are not the whole of what was written."""


@dataclass(frozen=True, slots=True)
class LetterboxRow:
    """A row to be kept; ``at`` is in Unix seconds, of which only the hour is stored."""

    kind: str
    at: int
    payload: bytes = field(repr=False)
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def hour(self) -> datetime:
        return datetime.fromtimestamp(self.at - self.at % 3600, UTC)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are kept all or none, under an id which keeps them from being there twice.

    In the order of their random ids: as they lie in the table, nothing tells who came before whom.
    """

    id: uuid.UUID
    rows: tuple[LetterboxRow, ...]

    @classmethod
    def of(cls, rows: Sequence[LetterboxRow]) -> Batch:
        return cls(uuid.uuid4(), tuple(sorted(rows, key=lambda row: row.id.bytes)))

    @property
    def hour(self) -> datetime:
        return max(row.hour for row in self.rows)


def encode(batch: Batch) -> bytes:
    """A batch as a file holds it: a mark, the SHA-256 of what follows, then MessagePack. Only the hour is written."""
    rows = [(row.id.bytes, row.kind, row.at - row.at % 3600, row.payload) for row in batch.rows]
    said = msgspec.msgpack.encode((batch.id.bytes, rows))
    return MARK + hashlib.sha256(said).digest() + said


def decode(held: bytes) -> Batch:
    """The batch that ``encode`` wrote. Raises Damaged where a byte is missing or changed."""
    mark, total, said = held[: len(MARK)], held[len(MARK) :][:_SUM], held[len(MARK) + _SUM :]
    if mark != MARK or hashlib.sha256(said).digest() != total:
        raise Damaged
    id, rows = msgspec.msgpack.decode(said, type=tuple[bytes, list[tuple[bytes, str, int, bytes]]])
    kept = (LetterboxRow(kind, at, payload, uuid.UUID(bytes=own)) for own, kind, at, payload in rows)
    return Batch(uuid.UUID(bytes=id), tuple(kept))
