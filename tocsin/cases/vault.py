"""Each case's own key, kept outside the database (``core.keystore``): a file a case, below the desk's keys.

Destroying the file makes the case unreadable, in old copies of the database too. Nothing is cached, so that a key
which is gone is gone at once.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from tocsin.core.keystore import Keystore
from tocsin.core.sealing import SecretKey

KEYS = Keystore("cases", "case")


def new_key(case_id: UUID) -> None:
    """Make the case's key and write it durably, before the case's row is committed.

    A row that is rolled back leaves a key that opens nothing. Raises FileExistsError where the case has a key.
    """
    KEYS.new(case_id)


def seal(case_id: UUID, context: str, text: str) -> bytes:
    """Seal a text for one place, such as ``person.description:<uuid>``. Raises KeyMissing."""
    return case_key(case_id).seal(text.encode(), context.encode())


def open_text(case_id: UUID, context: str, value: bytes | memoryview) -> str:
    """The plain text. Raises KeyMissing, and SealingError where the value was sealed for another place or case."""
    return case_key(case_id).open(bytes(value), context.encode()).decode()


def case_key(case_id: UUID) -> SecretKey:
    """The case's key, unwrapped. Raises KeyMissing, KeyExposed, SealingError."""
    return KEYS.key(case_id)


def holds(case_id: UUID) -> bool:
    """Whether the case's key is here; without it the case opens no more."""
    return KEYS.holds(case_id)


def destroy_key(case_id: UUID) -> None:
    """Overwrite the key's file and remove it. There is no way back; says nothing where it is gone already."""
    KEYS.destroy(case_id)


def _path(case_id: UUID) -> Path:
    return KEYS._path(case_id)
