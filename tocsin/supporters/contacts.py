"""Finding people by their addresses and making those who are new: whole batches, few statements.

A contact's row is the lock on everything of that person: whoever changes a signature or subscription holds it.
Locks are always taken in the order of the blind index, so that two batches never wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from . import vault
from .models import Contact, Suppression


@dataclass(frozen=True)
class Newcomer:
    """Who is looked for: as typed, so by anybody. ``since`` is an hour."""

    address: str = field(repr=False)
    name: str = field(repr=False)
    language: str
    country: str
    since: datetime


@dataclass(frozen=True)
class Found:
    """The contact behind an address; ``proven`` where its owner once answered to a mail, ``new`` if made just now."""

    id: UUID
    proven: bool
    new: bool


# A row's xmax is 0 if this very statement has inserted it, and else holds who locked it.
# While nobody has proven that the address is theirs, the last who typed it is as good as the first.
_FIND_OR_MAKE = """
INSERT INTO supporters_contact AS known (id, sealed_address, sealed_name, blind_index, language, country, since)
SELECT * FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[], %s::bytea[], %s::text[], %s::text[], %s::timestamptz[])
  AS new (id, sealed_address, sealed_name, blind_index, language, country, since) ORDER BY blind_index
ON CONFLICT (blind_index) DO UPDATE SET
  sealed_name = CASE WHEN known.proven_at IS NULL THEN coalesce(EXCLUDED.sealed_name, known.sealed_name)
                     ELSE known.sealed_name END,
  language = CASE WHEN known.proven_at IS NULL THEN EXCLUDED.language ELSE known.language END,
  country = CASE WHEN known.proven_at IS NULL AND EXCLUDED.country <> '' THEN EXCLUDED.country ELSE known.country END
RETURNING blind_index, id, proven_at IS NOT NULL, xmax = 0
"""


def find_or_make(rows: Sequence[Newcomer]) -> list[Found | None]:
    """The contacts of these people, one a row in the same order, locked; None where the address is suppressed for good.

    Rows with the same mailbox share a contact. The unique index decides races. Two statements, in a transaction.
    """
    indexes = vault.indexes_of(row.address for row in rows)
    if b"" in indexes:
        raise ValueError("not a mail address")
    barred = _barred(set(indexes))
    new = {index: row for index, row in zip(indexes, rows, strict=True) if index not in barred}
    found = _find_or_make(new)
    return [found.get(index) for index in indexes]


def _find_or_make(new: dict[bytes, Newcomer]) -> dict[bytes, Found]:
    if not new:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND_OR_MAKE,
            [
                [uuid4() for _ in new],
                vault.seal_addresses(row.address for row in new.values()),
                vault.seal_names(row.name for row in new.values()),
                list(new),
                [row.language for row in new.values()],
                [row.country for row in new.values()],
                [row.since for row in new.values()],
            ],
        )
        return {bytes(index): Found(id, proven, made) for index, id, proven, made in cursor.fetchall()}


def _barred(indexes: Collection[bytes]) -> frozenset[bytes]:
    rows = Suppression.objects.filter(blind_index__in=indexes, reason__in=Suppression.FOR_GOOD)
    return frozenset(bytes(index) for index in rows.values_list("blind_index", flat=True))


def known(addresses: Sequence[str]) -> list[UUID | bytes]:
    """Who is behind each address: the contact's id, or the blind index where there is none. Changes nothing.

    What is no address is nobody's in particular (b"").
    """
    indexes = vault.indexes_of(addresses)
    found = Contact.objects.filter(blind_index__in=set(indexes)).values_list("blind_index", "id")
    ids = {bytes(index): id for index, id in found if index is not None}
    return [ids.get(index, index) for index in indexes]


def lock(ids: Iterable[UUID]) -> dict[UUID, Contact]:
    """These contacts by id, locked until the transaction ends; without their sealed columns."""
    rows = Contact.objects.filter(pk__in=set(ids)).order_by("blind_index", "pk").select_for_update(no_key=True)
    return {row.pk: row for row in rows.only("id", "language", "country", "proven_at", "erased_at")}


def prove(ids: Collection[UUID], hour: datetime) -> None:
    """The owners of these addresses have answered to a mail."""
    Contact.objects.filter(pk__in=ids, proven_at__isnull=True, erased_at__isnull=True).update(proven_at=hour)
