"""Finding a family's code by what somebody typed: by a keyed hash, so that a copy of the database tells no code."""

from __future__ import annotations

from tocsin.core.code_words import canonical
from tocsin.core.keys import keyring
from tocsin.core.sealing import BlindIndex

from .models import FamilyCode


def find_code(typed: str) -> FamilyCode | None:
    """The code that somebody typed, if there is such a one and it serves. Raises Mistyped."""
    found = FamilyCode.objects.filter(digest=digest(canonical(typed)), revoked_at__isnull=True, used_at__isnull=True)
    return found.select_related("case").first()


def digest(code: str) -> bytes:
    """33 bytes: a keyed hash (BLAKE2b) under a key that only the desk can derive, so that a dump tells no code."""
    organisation = keyring().secret_key("organisation")
    return BlindIndex(organisation.derive("family-code"), organisation.version).of(code)
