"""Run within an instance, as the desk: try every way into a case, as one of its people. Prints which opened, as JSON.

``probe_case.py CASE_ID NAME``"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from uuid import UUID

import django

django.setup()

from tocsin.accounts.actors import actor_of  # noqa: E402
from tocsin.accounts.models import Staff  # noqa: E402
from tocsin.cases import access_queries, attachments, exports, identifiers, name_index, queries, search, vault  # noqa: E402
from tocsin.cases.models import Attachment, Case  # noqa: E402
from tocsin.core.keyring import KeyMissing  # noqa: E402
from tocsin.core.sealing import SealingError  # noqa: E402
from tocsin.disclosure import queries as disclosure  # noqa: E402
from tocsin.disclosure import withdrawn_words  # noqa: E402
from tocsin.disclosure.models import PublicRelease, Statement  # noqa: E402
from tocsin.intake import queries as intake  # noqa: E402


def main(case_id: str, name: str) -> None:
    mina = actor_of(Staff.objects.get(email="mina@tocsin.example"), second_factor=True)
    case, release = Case.objects.get(pk=UUID(case_id)), PublicRelease.objects.get()
    ways: dict[str, Callable[[], object]] = {
        "key": lambda: vault.case_key(case.pk),
        "title": lambda: [one for one in queries.titles(mina).values() if "Thirty-one" in one],
        "file": lambda: queries.opened_case(mina, case),
        "access": lambda: access_queries.opened_access(mina, case),
        "attachment": lambda: attachments.original(mina, Attachment.objects.get()),
        "export": lambda: exports.document(case),
        "search": lambda: search.find_person(mina, name),
        "index": lambda: name_index.blind(vault.case_key(case.pk)),
        "guard": lambda: [one for one in identifiers.of_living_cases() if one.case_id == case.pk],
        "ledger": lambda: disclosure.ledger(mina, case),
        "release": lambda: disclosure.dossier_for(mina, release),
        "words": lambda: withdrawn_words.words(release),
        "plain words": lambda: list(Statement.objects.exclude(text="")),
        "report": lambda: [intake.opened(mina, one) for one in intake.visible_to(mina)],
    }
    print(json.dumps([way for way, try_it in ways.items() if opens(try_it)]))  # noqa: T201


def opens(try_it: Callable[[], object]) -> bool:
    try:
        return bool(try_it())
    except (KeyMissing, SealingError):
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
