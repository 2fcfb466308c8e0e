"""Run within an instance: print, in base64, what is sealed there. ``desk``: all that opening reports and case files
gives, wrapped keys included; ``worker``: addresses and names; ``worker ADDRESS...``: the contacts behind addresses."""

from __future__ import annotations

import base64
import json
import sys

import django

django.setup()

from tocsin.accounts.actors import actor_of  # noqa: E402
from tocsin.accounts.models import Staff  # noqa: E402
from tocsin.cases import queries as cases  # noqa: E402
from tocsin.core import sealing  # noqa: E402
from tocsin.disclosure import queries as disclosure  # noqa: E402
from tocsin.intake import queries as intake  # noqa: E402
from tocsin.supporters import vault  # noqa: E402
from tocsin.supporters.contacts import known  # noqa: E402
from tocsin.supporters.models import Contact  # noqa: E402


def opened_on_the_desk() -> list[bytes]:
    """Every plain value that the two opening functions return while everything is read."""
    seen: list[bytes] = []
    for kind in (sealing.SecretKey, sealing.OpenKey):
        kind.open = _listening(kind.open, seen)
    mina = actor_of(Staff.objects.get(email="mina@tocsin.example"), second_factor=True)
    for report in intake.visible_to(mina):
        intake.opened(mina, report)
    for case in cases.visible_to(mina):
        cases.opened_case(mina, case)
        disclosure.ledger(mina, case)
    return seen


def _listening(real: object, seen: list[bytes]) -> object:
    def open_and_tell(*given: object) -> bytes:
        plain = real(*given)
        seen.append(plain)
        return plain

    return open_and_tell


def opened_by_the_worker() -> list[bytes]:
    people = Contact.objects.filter(erased_at__isnull=True)
    return [word.encode() for one in people for word in (vault.address_of(one), vault.name_of(one))]


if __name__ == "__main__":
    if addresses := sys.argv[2:]:
        print(json.dumps([str(found) for found in known(addresses)]))  # noqa: T201
    else:
        values = opened_on_the_desk() if sys.argv[1] == "desk" else opened_by_the_worker()
        print(json.dumps([base64.b64encode(value).decode() for value in values]))  # noqa: T201
