"""Sealing many values to one public key for a short while: the costly half of a sealed box is done once. No Django.

A value of format 3 is ``3 | key version | sealed session key (80) | nonce (24) | ciphertext and tag``: a fresh key of
32 bytes in a sealed box (``sealing``, format 1), and the value under it by XChaCha20-Poly1305 (libsodium AEAD), bound
to all that stands before the nonce. Each value opens by itself. A box costs about 40 us, this about 4.

What it costs in safety: whoever reads the sealing process's memory can open what it sealed with the key that it holds
at that moment, so what came within the last WINDOW seconds; and values of one window can be told to belong together.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox
from nacl.secret import Aead

from .sealing import BOX, KEY_BYTES, OpenKey, SealingError, SealKey

SESSION = 3
WINDOW = 60.0
"""Seconds for which one key seals."""
_SEALED_KEY = KEY_BYTES + 48
_HEADING = 2 + _SEALED_KEY
_REMEMBERED = 256


@dataclass(slots=True)
class SessionSeal:
    """Seals to a public half, with a new session key each WINDOW seconds; the old one is forgotten."""

    key: SealKey
    clock: Callable[[], float] = time.monotonic
    _heading: bytes = b""
    _box: Aead | None = field(default=None, repr=False)
    _until: float = 0.0

    def seal(self, plain: bytes) -> bytes:
        """Seal bytes; 122 bytes longer than the plain text."""
        now = self.clock()
        box = self._box
        if box is None or now >= self._until:
            box = self._renew(now)
        return self._heading + bytes(box.encrypt(plain, self._heading))

    def _renew(self, now: float) -> Aead:
        secret = secrets.token_bytes(KEY_BYTES)
        sealed = bytes(SealedBox(PublicKey(self.key.public)).encrypt(secret))
        self._heading = bytes([SESSION, self.key.version]) + sealed
        self._box, self._until = Aead(secret), now + WINDOW
        return self._box


@dataclass(slots=True)
class SessionOpener:
    """Opens values of formats 1 and 3 with a private half; remembers the last session keys."""

    key: OpenKey = field(repr=False)
    _known: OrderedDict[bytes, Aead] = field(default_factory=OrderedDict, repr=False)

    def open(self, value: bytes) -> bytes:
        """The plain bytes. Raises SealingError."""
        if value[:1] != bytes([SESSION]):
            return self.key.open(value)
        heading = value[:_HEADING]
        box = self._known.get(heading) or self._remember(heading)
        try:
            return bytes(box.decrypt(value[_HEADING:], heading))
        except (CryptoError, ValueError, TypeError) as error:
            raise SealingError("This value does not open with its session's key.") from error

    def _remember(self, heading: bytes) -> Aead:
        secret = self.key.open(bytes([BOX]) + heading[1:])
        if len(secret) != KEY_BYTES:
            raise SealingError("This is no session's key.")
        box = self._known[heading] = Aead(secret)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return box
