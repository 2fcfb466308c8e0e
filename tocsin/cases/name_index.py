"""Blind indexes of the parts of names: found in any spelling, by whoever holds the case's key, and by nobody else.

The index's key is derived from the case's, so that it dies with it. Each part of a name is filled up with random keys
to a multiple of ``PADDED``: else the number of its spellings, and with it the surname, could be guessed from a dump.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from tocsin.accounts.policy import require_system
from tocsin.core.actions import Actor, Done, action
from tocsin.core.names import search_keys
from tocsin.core.sealing import BlindIndex, SecretKey

from . import access, contexts, vault
from .models import Case, PersonName
from .models.access import IndexedName, NameKey

# Of ``core.names.search_keys``: raise it when they change, and run `tocsin cases reindex`.
SCHEME = 1
PURPOSE = "cases.name_index"
PADDED = 8


def blind(key: SecretKey) -> BlindIndex:
    """The index of one case, from the case's key."""
    return BlindIndex(key.derive(PURPOSE), key.version)


def keep_up(case_id: UUID) -> int:
    """Index the names of a case that are not in it as they stand; returns how many. In the caller's transaction."""
    waiting = _waiting(case_id)
    if not waiting:
        return 0
    key = vault.case_key(case_id)
    for name in waiting:
        _index(key, name)
    return len(waiting)


def learn_names(sender: type, case_id: UUID, **_signal: object) -> None:
    """Receiver of ``signals.identifiers_sealed``."""
    keep_up(case_id)


def may_reindex(actor: Actor) -> None:
    require_system(actor, "installation")


@action("cases.names_indexed", policy=may_reindex)
def reindex_names(*, actor: Actor) -> Done[int]:
    """Index every name of every case anew where it is not up to date; cases without a key are passed over."""
    indexed = sum(keep_up(pk) for pk in access.standing().values_list("pk", flat=True) if vault.holds(pk))
    return Done(indexed, subject="cases:", detail={"names": indexed})


def _waiting(case_id: UUID) -> list[PersonName]:
    names = PersonName.objects.filter(person__case_id=case_id).select_related("indexed")
    return [name for name in names.order_by("pk") if not _is_current(name)]


def _is_current(name: PersonName) -> bool:
    indexed: IndexedName | None = getattr(name, "indexed", None)
    if indexed is None:
        return False
    return indexed.scheme == SCHEME and bytes(indexed.fingerprint) == _fingerprint(name)


def _fingerprint(name: PersonName) -> bytes:
    """Of the sealed bytes, which differ at each sealing: it tells nothing of the name."""
    return hashlib.sha256(bytes(name.sealed_name)).digest()


@transaction.atomic
def _index(key: SecretKey, name: PersonName) -> None:
    written = key.open(bytes(name.sealed_name), contexts.name(name.person_id, name.script).encode()).decode()
    index = blind(key)
    NameKey.objects.filter(name=name).delete()
    NameKey.objects.bulk_create(
        NameKey(name=name, part=part, key=blinded)
        for part, keys in enumerate(search_keys(written))
        for blinded in _padded(index.of(one) for one in keys)
    )
    IndexedName.objects.update_or_create(name=name, defaults={"fingerprint": _fingerprint(name), "scheme": SCHEME})


def _padded(blinded: Iterable[bytes]) -> list[bytes]:
    """In an order that says nothing, with random keys between."""
    keys = list(blinded)
    keys += [keys[0][:1] + secrets.token_bytes(len(keys[0]) - 1) for _ in range(-len(keys) % PADDED)]
    return sorted(keys)


def names_of(case: Case) -> int:
    """How many names of the case are in the index."""
    return IndexedName.objects.filter(name__person__case=case).count()
