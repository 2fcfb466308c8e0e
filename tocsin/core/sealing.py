"""Sealing: keys, sealed values and blind indexes. Imports no Django.

A sealed value is ``format byte | key version byte | ciphertext``:

- format 1: an X25519 sealed box (libsodium ``crypto_box_seal``): anyone with the public half seals, one opens;
- format 2: XChaCha20-Poly1305 (libsodium AEAD) with a context that must be the same at opening;
- format 3: see ``sessions``.
"""

from __future__ import annotations

import functools
import hashlib
import secrets
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

BOX = 1
AEAD = 2
KEY_BYTES = 32


class SealingError(Exception):
    """A value that cannot be opened: wrong key, wrong context, or changed bytes."""


def key_version(value: bytes) -> int:
    """The version of the key that sealed a value."""
    if len(value) < 2:
        raise SealingError("This is no sealed value.")
    return value[1]


def _body(value: bytes, form: int, version: int) -> bytes:
    if len(value) < 2 or value[0] != form:
        raise SealingError("This is no value of that form.")
    if value[1] != version:
        raise SealingError(f"This value was sealed under version {value[1]} of the key, not {version}.")
    return value[2:]


@dataclass(frozen=True)
class SealKey:
    """The public half of an X25519 pair (32 bytes): seals, and cannot open what it sealed."""

    public: bytes
    version: int = 1

    def seal(self, plain: bytes) -> bytes:
        """Seal bytes; 48 bytes longer than the plain text, and 2 for the heading."""
        box = SealedBox(PublicKey(self.public))
        return bytes([BOX, self.version]) + bytes(box.encrypt(plain))


@dataclass(frozen=True)
class OpenKey:
    """The private half of an X25519 pair (32 bytes)."""

    private: bytes = field(repr=False)
    version: int = 1

    @classmethod
    def generate(cls, version: int = 1) -> OpenKey:
        return cls(bytes(PrivateKey.generate()), version)

    @property
    def seal_key(self) -> SealKey:
        return SealKey(bytes(PrivateKey(self.private).public_key), self.version)

    def open(self, value: bytes) -> bytes:
        """The plain bytes. Raises SealingError."""
        sealed = _body(value, BOX, self.version)
        try:
            return bytes(SealedBox(PrivateKey(self.private)).decrypt(sealed))
        except (CryptoError, ValueError, TypeError) as error:
            raise SealingError("This value does not open with that key.") from error


@dataclass(frozen=True)
class SecretKey:
    """A symmetric key (32 bytes): who seals with it can open with it."""

    secret: bytes = field(repr=False)
    version: int = 1

    @classmethod
    def generate(cls, version: int = 1) -> SecretKey:
        return cls(secrets.token_bytes(KEY_BYTES), version)

    @functools.cached_property
    def _aead(self) -> Aead:
        return Aead(self.secret)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Seal bytes for one context (which is authenticated, not stored)."""
        return bytes([AEAD, self.version]) + bytes(self._aead.encrypt(plain, context))

    def open(self, value: bytes, context: bytes) -> bytes:
        """The plain bytes. Raises SealingError, also when the context differs."""
        sealed = _body(value, AEAD, self.version)
        try:
            return bytes(self._aead.decrypt(sealed, context))
        except (CryptoError, ValueError, TypeError) as error:
            raise SealingError("This value does not open with that key and context.") from error

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, by keyed BLAKE2b (RFC 7693) of the purpose's name."""
        return hashlib.blake2b(purpose.encode(), key=self.secret, digest_size=KEY_BYTES).digest()


@dataclass(frozen=True)
class BlindIndex:
    """Keyed BLAKE2b (RFC 7693) of a text: equal texts are found, and only the key's holder can look."""

    secret: bytes = field(repr=False)
    version: int = 1

    @classmethod
    def generate(cls, version: int = 1) -> BlindIndex:
        return cls(secrets.token_bytes(KEY_BYTES), version)

    def of(self, text: str) -> bytes:
        """33 bytes: the key's version, then the digest."""
        digest = hashlib.blake2b(text.encode(), key=self.secret, digest_size=32).digest()
        return bytes([self.version]) + digest
