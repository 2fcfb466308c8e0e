"""Invented readers, sealed by the worker's own keys: run once, with the worker's role. ``people NUMBER [START]``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from uuid import uuid4

import django

django.setup()

from bench.load.crowd import person  # noqa: E402 (models can be imported only now)
from tocsin.supporters import vault  # noqa: E402
from tocsin.supporters.models import Contact, Subscription  # noqa: E402
from tocsin.supporters.setwise import insert_columns  # noqa: E402

HOUR = datetime(2012, 3, 20, 9, tzinfo=UTC)
# The sink's providers, by which it decides what to say; invented, as all names here.
DOMAINS = ("gmail.example", "gmail.example", "gmail.example", "yahoo.example", "hotmail.example", "post.example")
_CHUNK = 20_000


def insert(start: int, number: int) -> None:
    """So many people more, all of them confirmed subscribers in English."""
    ids = [uuid4() for _ in range(number)]
    numbers = range(start, start + number)
    addresses = [f"reader.{n:x}@{DOMAINS[n % len(DOMAINS)]}" for n in numbers]
    contacts = {
        "id": ids,
        "sealed_address": [vault.seal_address(address) for address in addresses],
        "sealed_name": [vault.seal_name(person(n)["name"]) for n in numbers],
        "blind_index": vault.indexes_of(addresses),
    }
    insert_columns(Contact, contacts, {"language": "en", "since": HOUR, "proven_at": HOUR})
    said = {"state": "confirmed", "language": "en", "text_version": "0" * 64}
    insert_columns(Subscription, {"contact_id": ids}, said | {"requested_at": HOUR, "confirmed_at": HOUR})


def main() -> None:
    number, start = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for at in range(start, start + number, _CHUNK):
        insert(at, min(_CHUNK, start + number - at))


if __name__ == "__main__":
    main()
