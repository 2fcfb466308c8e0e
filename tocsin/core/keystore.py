"""Data keys of their own, kept outside the database: a file a key, wrapped under the organisation's key.

Destroying the file makes what was sealed under it unreadable, in old copies of the database too. Nothing is cached, so
that a key which is gone is gone at once.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from .keyring import KeyMissing, refuse_exposed
from .keys import keyring
from .sealing import SecretKey, key_version

ORGANISATION = "organisation"


@dataclass(frozen=True)
class Keystore:
    """``folder`` below the key folder; ``thing`` binds a wrapped key to what it is the key of."""

    folder: str
    thing: str

    def new(self, owner: UUID) -> None:
        """Make a key and write it durably, before its owner's row is committed.

        A row that is rolled back leaves a key that opens nothing. Raises FileExistsError where the owner has a key.
        """
        key = SecretKey.generate()
        wrapped = keyring().secret_key(ORGANISATION).seal(bytes([key.version]) + key.secret, self._binding(owner))
        _write(self._path(owner), wrapped)

    def key(self, owner: UUID) -> SecretKey:
        """The owner's key, unwrapped. Raises KeyMissing, KeyExposed, SealingError."""
        path = self._path(owner)
        if not path.exists():
            raise KeyMissing(f"The key of a {self.thing} is not in the keystore.")
        refuse_exposed(path)
        wrapped = path.read_bytes()
        raw = keyring().secret_key(ORGANISATION, key_version(wrapped)).open(wrapped, self._binding(owner))
        return SecretKey(raw[1:], raw[0])

    def holds(self, owner: UUID) -> bool:
        """Whether the owner's key is there."""
        return self._path(owner).exists()

    def is_there(self) -> bool:
        """Whether there is a keystore at all: none before the first key, and a lost one is not an empty one."""
        return (Path(settings.TOCSIN_KEYS) / self.folder).is_dir()

    def destroy(self, owner: UUID) -> None:
        """Overwrite the key's file and remove it, for good; says nothing where it is gone already.

        Where a disk writes elsewhere (SSDs, snapshots) the old bytes may outlive this: encrypt the disk.
        """
        path = self._path(owner)
        for file in (path, path.with_name(f".{path.name}")):
            if file.exists():
                _overwrite(file)
                file.unlink()
        if path.parent.exists():
            _sync_folder(path.parent)

    def _binding(self, owner: UUID) -> bytes:
        return f"{self.thing}:{owner}".encode()

    def _path(self, owner: UUID) -> Path:
        return Path(settings.TOCSIN_KEYS) / self.folder / str(owner)


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


def _overwrite(path: Path) -> None:
    """Random bytes in place of what is there, down to the disk."""
    with path.open("r+b", buffering=0) as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
