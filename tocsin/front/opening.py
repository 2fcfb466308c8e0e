"""Opening a letterbox row with this process's key, and what makes a row unreadable."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from tocsin.core.keyring import KeyMissing
from tocsin.core.keys import keyring
from tocsin.core.sealing import OpenKey, SealingError, key_version
from tocsin.core.sessions import SessionOpener

from .payloads import AnyPayload, decode, kind_of

P_co = TypeVar("P_co", covariant=True)


@dataclass(frozen=True)
class Sealed:
    """A row as it lay in the letterbox."""

    id: UUID
    kind: str
    hour: datetime
    payload: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened(Generic[P_co]):
    """A row that could be read. Times that are kept take ``hour``; ``payload.at`` dies with the row."""

    id: UUID
    kind: str
    hour: datetime
    payload: P_co = field(repr=False)
    sealed: Sealed = field(repr=False)


def open_row(row: Sealed, key: str) -> Opened[AnyPayload] | str:
    """The opened row, or a code that says why it cannot be read (never what it says)."""
    try:
        plain = _opener(keyring().open_key(key, key_version(row.payload))).open(row.payload)
    except (SealingError, KeyMissing):
        return "sealed"
    try:
        payload = decode(plain)
    except msgspec.DecodeError:
        return "shape"
    return Opened(row.id, row.kind, row.hour, payload, row) if kind_of(payload) == row.kind else "kind"


@functools.lru_cache(maxsize=16)
def _opener(key: OpenKey) -> SessionOpener:
    return SessionOpener(key)
