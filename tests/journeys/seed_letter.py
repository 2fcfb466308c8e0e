"""Run within an instance: ``contacts N`` (with the worker's role and keys) or ``letter`` (with the desk's)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import django

django.setup()

from tocsin.core.actions import Actor  # noqa: E402
from tocsin.mailings import actions  # noqa: E402
from tocsin.mailings.words import LetterWords  # noqa: E402
from tocsin.supporters import vault  # noqa: E402
from tocsin.supporters.models import Contact, Subscription  # noqa: E402

HOUR = datetime(2012, 3, 20, 9, tzinfo=UTC)


def make_contacts(number: int) -> None:
    addresses = [f"reader{n}@example.org" for n in range(number)]
    people = Contact.objects.bulk_create(
        Contact(
            sealed_address=vault.seal_address(address),
            blind_index=vault.index_of(address),
            language="en",
            since=HOUR,
            proven_at=HOUR,
        )
        for address in addresses
    )
    Subscription.objects.bulk_create(
        Subscription(
            contact=person,
            state="confirmed",
            language="en",
            text_version="0" * 64,
            requested_at=HOUR,
            confirmed_at=HOUR,
        )
        for person in people
    )


def send_letter() -> None:
    teo = Actor("Teo", 1, frozenset({"campaigner"}))
    words = {"en": LetterWords("News", "In short", "Words.\n\nMore words.")}
    letter = actions.draft_letter(actor=teo, kind="newsletter", texts=words)
    actions.prepare_letter(actor=teo, letter=letter)
    actions.send_letter(actor=teo, letter=letter)


if __name__ == "__main__":
    if sys.argv[1] == "contacts":
        make_contacts(int(sys.argv[2]))
    else:
        send_letter()
