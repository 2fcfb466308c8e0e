"""Who stands behind signatures that enter the tree: opened by the worker, for the pledge that an auditor may check."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tocsin.campaigns.models import Signature
from tocsin.core.sealing import SealingError
from tocsin.supporters import vault
from tocsin.supporters.canonical import canonical_address
from tocsin.supporters.models import Contact

from .entries import Signer


def signers_of(rows: Sequence[Signature]) -> dict[UUID, Signer]:
    """The signers by signature; one who was erased, or whose seal does not open, is left out. Raises KeyMissing."""
    people = Contact.objects.in_bulk({row.contact_id for row in rows})
    found = {row.pk: _signer(row, people[row.contact_id]) for row in rows}
    return {pk: signer for pk, signer in found.items() if signer is not None}


def _signer(row: Signature, person: Contact) -> Signer | None:
    try:
        address, name = vault.address_of(person), vault.name_of(person)
    except (vault.Erased, SealingError):
        return None
    hour = row.confirmed_at.strftime("%Y-%m-%dT%HZ") if row.confirmed_at else ""
    return Signer(name, canonical_address(address), row.country, hour)
