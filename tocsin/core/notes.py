"""Signed notes and checkpoints (C2SP signed-note and tlog-checkpoint), signed with Ed25519. Imports no Django.

A checkpoint says: the log of this name has so many entries, and this is the root over them.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from .merkle import HASH_BYTES

ED25519 = b"\x01"
_LARGEST = 1 << 63


class BadNote(Exception):
    """These bytes are no note with a signature by that key, or the note is no checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """``origin`` is the log's name (a URL without its scheme); ``root`` has 32 bytes."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note's text: three lines (tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """From a note's text; further lines are extensions and left out. Raises BadNote."""
        origin, size, root, *_more = [*text.split("\n"), "", "", ""]
        try:
            hashed = base64.b64decode(root, validate=True)
        except ValueError as error:
            raise BadNote("no root") from error
        whole = size.isascii() and size.isdigit() and str(int(size)) == size and int(size) < _LARGEST
        if not origin or not whole or len(hashed) != HASH_BYTES or not text.endswith("\n"):
            raise BadNote("no checkpoint")
        return cls(origin, int(size), hashed)


@dataclass(frozen=True)
class NoteKey:
    """The public half (32 bytes) under a name; ``text`` is the verifier key that others keep."""

    name: str
    public: bytes

    @property
    def identity(self) -> bytes:
        """The key ID: 4 bytes over name, algorithm and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """``NAME+ID+KEY``, with the ID in hex and the algorithm and key in base64 (C2SP signed-note)."""
        return f"{self.name}+{self.identity.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def verify(self, note: str) -> str:
        """The text of a note that this key has signed. Raises BadNote."""
        text, found, signatures = note.rpartition("\n\n")
        text += "\n"
        for line in signatures.splitlines() if found else ():
            dash, name, value = [*line.split(" "), "", ""][:3]
            if (dash, name) == ("\u2014", self.name) and self._signed(text, value):
                return text
        raise BadNote("not signed by this key")

    def _signed(self, text: str, value: str) -> bool:
        try:
            raw = base64.b64decode(value, validate=True)
            VerifyKey(self.public).verify(text.encode(), raw[4:])
        except (ValueError, BadSignatureError):
            return False
        return raw[:4] == self.identity


@dataclass(frozen=True)
class NoteSigner:
    """The signing half: a seed of 32 bytes (RFC 8032) under the log's name."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def key(self) -> NoteKey:
        return NoteKey(self.name, bytes(SigningKey(self.seed).verify_key))

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note."""
        text = checkpoint.text()
        signature = self.key.identity + SigningKey(self.seed).sign(text.encode()).signature
        return f"{text}\n\u2014 {self.name} {base64.b64encode(signature).decode()}\n"
