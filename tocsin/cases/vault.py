"""Each case's own key, kept outside the database: a file a case, wrapped under the organisation's key.

Destroying the file makes the case unreadable, in old copies of the database too. Nothing is cached, so that a key
which is gone is gone at once.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tocsin.core.keyring import KeyMissing, refuse_exposed
from tocsin.core.keys import keyring
from tocsin.core.sealing import SecretKey, key_version

ORGANISATION = "organisation"


def new_key(case_id: UUID) -> None:
    """Make the case's key and write it durably, before the case's row is committed.

    A row that is rolled back leaves a key that opens nothing. Raises FileExistsError where the case has a key.
    """
    key = SecretKey.generate()
    wrapped = keyring().secret_key(ORGANISATION).seal(bytes([key.version]) + key.secret, _binding(case_id))
    _write(_path(case_id), wrapped)


def seal(case_id: UUID, context: str, text: str) -> bytes:
    """Seal a text for one place, such as ``person.description:<uuid>``. Raises KeyMissing."""
    return case_key(case_id).seal(text.encode(), context.encode())


def open_text(case_id: UUID, context: str, value: bytes | memoryview) -> str:
    """The plain text. Raises KeyMissing, and SealingError where the value was sealed for another place or case."""
    return case_key(case_id).open(bytes(value), context.encode()).decode()


def case_key(case_id: UUID) -> SecretKey:
    """The case's key, unwrapped. Raises KeyMissing, KeyExposed, SealingError."""
    path = _path(case_id)
    if not path.exists():
        raise KeyMissing("The key of a case is not in the keystore.")
    refuse_exposed(path)
    wrapped = path.read_bytes()
    raw = keyring().secret_key(ORGANISATION, key_version(wrapped)).open(wrapped, _binding(case_id))
    return SecretKey(raw[1:], raw[0])


def _binding(case_id: UUID) -> bytes:
    return f"case:{case_id}".encode()


def _path(case_id: UUID) -> Path:
    return Path(settings.TOCSIN_KEYS) / "cases" / str(case_id)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk before we return: file, then the folder's entry."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
