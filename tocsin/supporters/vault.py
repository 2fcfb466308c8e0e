"""Addresses and names: sealed to the worker, found by a keyed blind index. Only the worker holds these keys.

What is sealed is padded first, so that the lengths in a stolen dump tell no candidate from another.
"""

from __future__ import annotations

from tocsin.core.keys import keyring
from tocsin.core.sealing import key_version

from .canonical import canonical_address
from .models import Contact

SEAL = "contact"
INDEX = "contact_index"
# An address has at most 254 characters (RFC 5321, erratum 1690), a name 120: most people's fit into one step.
STEP = 256


class Erased(Exception):
    """This contact has no address any more."""


def index_of(address: str) -> bytes:
    """The blind index (33 bytes) of an address's canonical form. Raises ValueError, KeyMissing."""
    return keyring().blind_index(INDEX).of(canonical_address(address))


def seal_address(address: str) -> bytes:
    """The address as it was typed, for writing to. Raises KeyMissing."""
    return _seal(address.strip())


def seal_name(name: str) -> bytes | None:
    return _seal(name) if name else None


def address_of(contact: Contact) -> str:
    """The address to write to. Raises Erased, SealingError, KeyMissing."""
    if contact.sealed_address is None:
        raise Erased
    return _open(contact.sealed_address)


def name_of(contact: Contact) -> str:
    """The name, or '' where none was given or it was erased. Raises SealingError, KeyMissing."""
    return _open(contact.sealed_name) if contact.sealed_name is not None else ""


def _seal(text: str) -> bytes:
    plain = text.encode()
    padded = plain + bytes(-len(plain) % STEP)
    return keyring().open_key(SEAL).seal_key.seal(padded)


def _open(value: bytes | memoryview) -> str:
    sealed = bytes(value)
    return keyring().open_key(SEAL, key_version(sealed)).open(sealed).rstrip(b"\0").decode()
