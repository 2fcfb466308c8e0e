"""The audit: an append-only table in which each entry carries the hash of the one before it.

``hash = SHA-256(previous hash | canonical JSON of the entry)``. Changing, removing or inserting an entry breaks every
hash after it; ``verify`` finds the first break. A copy of the last hash kept elsewhere also shows a cut tail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection
from django.utils import timezone

from .actor import Actor
from .models import AuditEntry

GENESIS = bytes(32)
REFUSAL = "core.refusal"
# Any constant: the key of the lock which makes entries follow each other.
CHAIN_LOCK = 0x746F6373

_kinds: set[str] = {REFUSAL}


class UnknownKind(Exception):
    """An audit entry of a kind that no action has registered."""


def register(kind: str) -> None:
    """Make a kind known; actions do it when they are defined."""
    _kinds.add(kind)


def kinds() -> frozenset[str]:
    return frozenset(_kinds)


def record(*, kind: str, actor: Actor, subject: str, detail: Mapping[str, Any]) -> AuditEntry:
    """Append one entry within the caller's transaction. Raises UnknownKind."""
    if kind not in _kinds:
        raise UnknownKind(kind)
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry belongs into the transaction of what it records.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, previous = (last[0] + 1, bytes(last[1])) if last else (1, GENESIS)
    entry = AuditEntry(
        sequence=sequence,
        at=timezone.now(),
        actor=actor.name,
        staff_id=actor.staff_id,
        kind=kind,
        subject=subject,
        detail=msgspec.to_builtins(dict(detail)),
        previous=previous,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    return entry


def entry_hash(entry: AuditEntry) -> bytes:
    """SHA-256 (32 bytes) over the previous hash and the entry's canonical JSON."""
    said = msgspec.json.encode(
        {
            "sequence": entry.sequence,
            "at": entry.at.isoformat(),
            "actor": entry.actor,
            "staff": entry.staff_id,
            "kind": entry.kind,
            "subject": entry.subject,
            "detail": entry.detail,
        },
        order="deterministic",
    )
    return hashlib.sha256(bytes(entry.previous) + said).digest()


@dataclass(frozen=True)
class Verification:
    """How far the chain holds: entries read, the last hash, and the sequence of the first broken entry."""

    entries: int
    head: bytes
    broken_at: int | None

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def verify() -> Verification:
    """Walk the whole chain from its beginning."""
    previous, count = GENESIS, 0
    for entry in _in_order():
        if entry.sequence != count + 1 or bytes(entry.previous) != previous or entry_hash(entry) != bytes(entry.hash):
            return Verification(count, previous, entry.sequence)
        previous, count = bytes(entry.hash), count + 1
    return Verification(count, previous, None)


def _in_order() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000)
