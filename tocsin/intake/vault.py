"""Each report has a key of its own in the keystore; what comes from outside is first sealed to the desk's X25519 key.

So destroying a report's key makes it unreadable in old copies of the database too. Reports from before they had keys
of their own stay as they came, sealed to the desk, and open as well.
"""

from __future__ import annotations

from uuid import UUID

from tocsin.core.keys import keyring
from tocsin.core.keystore import Keystore
from tocsin.core.sealing import BOX, key_version

DESK = "reports"
KEYS = Keystore("reports", "report")
# By so many bytes a sealed value is longer than its plain text: heading, nonce and tag (XChaCha20-Poly1305).
OVERHEAD = 2 + 24 + 16


def new_key(report_id: UUID) -> None:
    """Make the report's key, before its row is committed."""
    KEYS.new(report_id)


def seal(report_id: UUID, context: str, plain: str | bytes) -> bytes:
    """Seal for one place, as ``contexts`` names it. Raises KeyMissing."""
    content = plain.encode() if isinstance(plain, str) else plain
    return KEYS.key(report_id).seal(content, context.encode())


def is_boxed(value: bytes | memoryview) -> bool:
    """Whether a value is sealed to the desk itself, and to no report's key."""
    return bytes(value[:1]) == bytes([BOX])


def open_bytes(report_id: UUID, context: str, value: bytes | memoryview) -> bytes:
    """The plain bytes. Raises KeyMissing, KeyExposed, SealingError."""
    sealed = bytes(value)
    if is_boxed(sealed):
        return open_box(sealed)
    return KEYS.key(report_id).open(sealed, context.encode())


def open_text(report_id: UUID, context: str, value: bytes | memoryview) -> str:
    """The plain text; '' where nothing was sealed. Raises KeyMissing, KeyExposed, SealingError."""
    return open_bytes(report_id, context, value).decode() if len(value) else ""


def open_box(sealed: bytes) -> bytes:
    """What was sealed to the desk. Raises KeyMissing, SealingError."""
    return keyring().open_key(DESK, key_version(sealed)).open(sealed)
