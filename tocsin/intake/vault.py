"""Reports are sealed to the desk's X25519 key: whoever holds its public half can seal, only the desk opens."""

from __future__ import annotations

from tocsin.core.keys import keyring
from tocsin.core.sealing import key_version

NAME = "reports"


def seal(text: str) -> bytes:
    """Seal under the newest version of the key. Raises KeyMissing."""
    return keyring().open_key(NAME).seal_key.seal(text.encode())


def open_text(value: bytes | memoryview) -> str:
    """The plain text. Raises KeyMissing, SealingError."""
    sealed = bytes(value)
    return keyring().open_key(NAME, key_version(sealed)).open(sealed).decode()
