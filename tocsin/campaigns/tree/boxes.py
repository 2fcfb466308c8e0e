"""The sealed box of a signature: the salt of its receipt, and later where and as what it stands in the tree.

Sealed under the worker's key ``leaves`` for this one signature. Erasing the signer destroys the box, and with it every
way from an entry back to a person; the entry stays and counts.
"""

from __future__ import annotations

import base64
import secrets
from uuid import UUID

import msgspec
from msgspec.structs import replace

from tocsin.core.keys import keyring
from tocsin.core.sealing import key_version

from .entries import RANDOM_BYTES, Signer

KEY = "leaves"
SALT_BYTES = 16
# The plain box is padded to a multiple of so many bytes: its length must not tell whose name is in it.
PADDING = 256


class Box(msgspec.Struct, frozen=True, omit_defaults=True):
    """``salt`` (16 bytes) is the receipt's, ``blind`` (32 bytes) the pledge's; the rest is there once in the tree."""

    salt: bytes
    blind: bytes
    index: int | None = None
    name: str = ""
    address: str = ""
    country: str = ""
    hour: str = ""

    @property
    def signer(self) -> Signer:
        return Signer(self.name, self.address, self.country, self.hour)

    @property
    def receipt_text(self) -> str:
        """The salt as it stands in a link: URL-safe base64 without padding, 22 characters."""
        return base64.urlsafe_b64encode(self.salt).rstrip(b"=").decode()


def new() -> Box:
    return Box(secrets.token_bytes(SALT_BYTES), secrets.token_bytes(RANDOM_BYTES))


def of_signer(box: Box, signer: Signer) -> Box:
    """The box with who signed."""
    said = {"name": signer.name, "address": signer.address, "country": signer.country, "hour": signer.hour}
    return replace(box, **said)


def seal(signature_id: UUID, box: Box) -> bytes:
    """Raises KeyMissing."""
    plain = msgspec.json.encode(box)
    return keyring().secret_key(KEY).seal(plain + b" " * (-len(plain) % PADDING), _context(signature_id))


def open_box(signature_id: UUID, sealed: bytes | memoryview) -> Box:
    """Raises SealingError, KeyMissing."""
    value = bytes(sealed)
    plain = keyring().secret_key(KEY, key_version(value)).open(value, _context(signature_id))
    return msgspec.json.decode(plain, type=Box)


def _context(signature_id: UUID) -> bytes:
    return f"leaf:{signature_id}".encode()
