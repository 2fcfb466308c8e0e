"""What stands in the tree. An entry begins with one byte that says its kind, and is 65 or 33 bytes long.

- signature (+1): ``01 | half | pledge``. The half is SHA-256 over the salt, which the signer's receipt holds. The
  pledge is SHA-256 over a second random number and who signed: an auditor who is shown both can check it, and nobody
  who only has a receipt can try out names.
- withdrawal (-1), set aside by staff (-1), reinstated (+1): ``kind | 32 random bytes``. They name no entry.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

import msgspec

from tocsin.front.verify_receipt import half_of

PLEDGE_PREFIX = b"tocsin pledge 1\n"
RANDOM_BYTES = 32


class Kind(IntEnum):
    SIGNATURE = 1
    WITHDRAWAL = 2
    SET_ASIDE = 3
    REINSTATED = 4


CHANGES = {Kind.SIGNATURE: 1, Kind.WITHDRAWAL: -1, Kind.SET_ASIDE: -1, Kind.REINSTATED: 1}


@dataclass(frozen=True)
class Signer:
    """Who signed, as of the hour in which their entry was made: what an auditor compares with the person."""

    name: str
    address: str
    country: str
    hour: str


def pledge(blind: bytes, signer: Signer) -> bytes:
    """32 bytes: SHA-256 of a prefix, ``blind`` (32 bytes) and the signer as a JSON array of four texts (RFC 8259)."""
    said = msgspec.json.encode([signer.name, signer.address, signer.country, signer.hour])
    return hashlib.sha256(PLEDGE_PREFIX + blind + said).digest()


def signature(salt: bytes, blind: bytes, signer: Signer) -> bytes:
    """65 bytes."""
    return bytes([Kind.SIGNATURE]) + half_of(salt) + pledge(blind, signer)


def nobodys_signature() -> bytes:
    """65 bytes for a signer who was erased before their entry was made: it counts, and nobody has a receipt for it."""
    return bytes([Kind.SIGNATURE]) + secrets.token_bytes(2 * RANDOM_BYTES)


def change(kind: Kind) -> bytes:
    """33 bytes: a withdrawal, or another entry that names nobody."""
    return bytes([kind]) + secrets.token_bytes(RANDOM_BYTES)


def bundle(entries: list[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes (C2SP tlog-tiles)."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(body: bytes) -> list[bytes]:
    """The entries of a bundle of ours."""
    entries, rest = [], iter(body)
    while head := bytes(islice(rest, 2)):
        entries.append(bytes(islice(rest, int.from_bytes(head, "big"))))
    return entries
