"""Addresses and names: sealed to the worker, found by a keyed blind index. Only the worker holds these keys.

What is sealed is padded first, so that the lengths in a stolen dump tell no candidate from another. It is sealed with
a symmetric key that is derived from the private half of the contact key: only the worker seals here, and it holds that
half anyway, so a sealed box would cost ten times as much and protect nothing more. Boxes are opened all the same.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from tocsin.core.keys import keyring
from tocsin.core.sealing import BOX, BlindIndex, OpenKey, SecretKey, key_version

from .canonical import canonical_address
from .models import Contact

SEAL = "contact"
INDEX = "contact_index"
# An address has at most 254 characters (RFC 5321, erratum 1690), a name 120: most people's fit into one step.
STEP = 256
# What a value is, so that one cannot be put in another's place.
ADDRESS, NAME = b"supporters.contact.address", b"supporters.contact.name"


class Erased(Exception):
    """This contact has no address any more."""


def index_of(address: str) -> bytes:
    """The blind index (33 bytes) of an address's canonical form. Raises ValueError, KeyMissing."""
    return keyring().blind_index(INDEX).of(canonical_address(address))


def indexes_of(addresses: Iterable[str]) -> list[bytes]:
    """``index_of`` each; what is no address has the index b"". Raises KeyMissing."""
    key = keyring().blind_index(INDEX)
    return [_index(key, address) for address in addresses]


@functools.lru_cache(maxsize=4_096)
def _index(key: BlindIndex, address: str) -> bytes:
    """Remembered, since a batch asks twice: for whose rows these are, and for the contacts."""
    try:
        return key.of(canonical_address(address))
    except ValueError:
        return b""


def seal_addresses(addresses: Iterable[str]) -> list[bytes]:
    """Addresses as they were typed, for writing to. Raises KeyMissing."""
    key = _secret(keyring().open_key(SEAL))
    return [_seal(key, address.strip(), ADDRESS) for address in addresses]


def seal_names(names: Iterable[str]) -> list[bytes | None]:
    """Names; None where none was given. Raises KeyMissing."""
    key = _secret(keyring().open_key(SEAL))
    return [_seal(key, name, NAME) if name else None for name in names]


def seal_address(address: str) -> bytes:
    return seal_addresses([address])[0]


def seal_name(name: str) -> bytes | None:
    return seal_names([name])[0]


def address_of(contact: Contact) -> str:
    """The address to write to. Raises Erased, SealingError, KeyMissing."""
    if contact.sealed_address is None:
        raise Erased
    return _open(contact.sealed_address, ADDRESS)


def name_of(contact: Contact) -> str:
    """The name, or '' where none was given or it was erased. Raises SealingError, KeyMissing."""
    return _open(contact.sealed_name, NAME) if contact.sealed_name is not None else ""


def open_columns(sealed_address: bytes | None, sealed_name: bytes | None) -> tuple[str, str]:
    """``address_of`` and ``name_of`` from the columns of a contact's row. Raises Erased, SealingError, KeyMissing."""
    if sealed_address is None:
        raise Erased
    return _open(sealed_address, ADDRESS), _open(sealed_name, NAME) if sealed_name is not None else ""


def _seal(key: SecretKey, text: str, context: bytes) -> bytes:
    plain = text.encode()
    return key.seal(plain + bytes(-len(plain) % STEP), context)


def _open(value: bytes | memoryview, context: bytes) -> str:
    sealed = bytes(value)
    key = keyring().open_key(SEAL, key_version(sealed))
    plain = key.open(sealed) if sealed[0] == BOX else _secret(key).open(sealed, context)
    return plain.rstrip(b"\0").decode()


@functools.lru_cache(maxsize=8)
def _secret(key: OpenKey) -> SecretKey:
    return SecretKey(SecretKey(key.private).derive("supporters.contact"), key.version)
