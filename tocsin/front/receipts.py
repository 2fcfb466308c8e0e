"""Receipt codes: what follows from one, and the blobs of answers that only the code opens. Imports no Django.

A code holds 60 random bits (``core.code_words``). From it follow, by Argon2id (RFC 9106), the id under which the
answers stand in the window, and an X25519 key whose private half exists only in the front's memory while somebody
types the code. A fast hash would not do: the id stands in the database, where a thief may try codes against it for as
long as they like, and against the ids of all reports at once. At 64 MiB and three passes a try, 2^60 of them are out
of reach.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from nacl.pwhash import argon2id

from tocsin.core.code_words import canonical
from tocsin.core.sealing import OpenKey, SealingError, SealKey

MEMORY, PASSES = 64 * 1024 * 1024, 3
SALT = hashlib.blake2b(b"tocsin receipt code, version 1", digest_size=argon2id.SALTBYTES).digest()
"""The same everywhere, since a code comes without a name; its 60 bits are what makes tables useless."""

FOLDER = "/answers/"
BLOB = 12_288
"""Bytes of every blob's plain text, padding included."""
_LETTERS = bytes.maketrans(b"0123456789abcdef", b"abcdefghijklmnop")
_DIGITS = bytes.maketrans(b"abcdefghijklmnop", b"0123456789abcdef")
_HEADING = 4


@dataclass(frozen=True)
class Receipt:
    """``lookup``: 32 hex digits; ``key`` opens what is sealed to its public half."""

    lookup: str
    key: OpenKey = field(repr=False)


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """One answer of ours and its day."""

    day: dt.date
    text: str


def derive(code: str) -> Receipt:
    """What follows from a code, however it is typed; takes about 0.1 s and 64 MiB. Raises Mistyped."""
    secret = argon2id.kdf(32, canonical(code).encode(), SALT, opslimit=PASSES, memlimit=MEMORY)
    lookup = hashlib.blake2b(b"lookup", key=secret, digest_size=16).hexdigest()
    return Receipt(lookup, OpenKey(hashlib.blake2b(b"answers", key=secret, digest_size=32).digest()))


def path_of(lookup: str) -> str:
    """Where a blob stands in the window. The front lets nobody fetch it from there."""
    return f"{FOLDER}{lookup}"


def is_blob(path: str) -> bool:
    return path.startswith(FOLDER)


def fits(text: str) -> bool:
    """Whether an answer fits into a blob of its own."""
    return len(msgspec.msgpack.encode([Answer(dt.date.max, text)])) <= BLOB - _HEADING


def seal_answers(public: bytes, answers: Sequence[Answer]) -> bytes:
    """A blob with the newest answers that fit (oldest first); every blob has the same length.

    It is written in letters from a to p, as one word: so the guard, which reads it like all that is published, can
    never take a part of it for a name, today or when it learns one.
    """
    kept = list(answers)
    while len(said := msgspec.msgpack.encode(kept)) > BLOB - _HEADING:
        kept = kept[1:]
    plain = len(said).to_bytes(_HEADING) + said
    return SealKey(public).seal(plain.ljust(BLOB, b"\0")).hex().encode().translate(_LETTERS)


def open_answers(key: OpenKey, blob: bytes) -> list[Answer]:
    """The answers in a blob, oldest first. Raises SealingError."""
    try:
        plain = key.open(bytes.fromhex(blob.translate(_DIGITS).decode("ascii")))
        length = int.from_bytes(plain[:_HEADING])
        return msgspec.msgpack.decode(plain[_HEADING : _HEADING + length], type=list[Answer])
    except (ValueError, msgspec.DecodeError) as error:
        raise SealingError("This is no blob of answers.") from error


NOBODYS = seal_answers(OpenKey.generate().seal_key.public, ())
"""A blob that no code opens: it is tried where there is none, so that both take as long."""
