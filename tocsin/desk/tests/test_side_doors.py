"""Whoever is not on a case finds nothing of it by any address, list, chooser, search, log or table: not that it is.

Every address of the resolver is tried, so an address that comes later is tried too: where it names something that is
not in ``tried_doors.NAMED``, or answers an outsider otherwise than for what is not there, these tests fail.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import logging
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from tocsin.accounts.models import Staff
from tocsin.cases import actions as cases
from tocsin.cases import queries, search
from tocsin.cases.emergency_actions import open_in_emergency
from tocsin.cases.keeping_actions import close_case, set_hold
from tocsin.core.actions import Actor

from .conftest import SEALED, World
from .conftest import report as take_in
from .tried_doors import MODELS, Door, ask, doors, without_tokens
from .whole_case import HOLDER, PLACE, REASON, fill

Browser = Callable[[str], Client]
Act = Callable[[str], Actor]
pytestmark = pytest.mark.django_db

OUTSIDERS = ("jonas", "adaeze", "teo", "ruth", "noone")
METHODS = ("GET", "POST")
# What outsiders may tell from nothing. An approver decides on words, reasons and files; no case is named there.
MAY_TELL = {
    ("adaeze", f"desk:{name}")
    for name in (
        *("decide", "approve", "refuse", "decision_confirm", "decision_abort", "decision_open"),
        *("export_decide", "export_refuse", "destruction_approve"),
    )
}
# And what is outside of cases: a campaigner's, an administrator's.
OUTSIDE_OF_CASES = {
    "teo": {"campaign", "handover", "letter", "comment"},
    "ruth": {"staff", "grant"},
}
# Not posted to: it would end the session that tries the next address.
ENDS_THE_SESSION = ("account_logout", "wagtailadmin_logout")


def secrets(world: World) -> list[str]:
    """What is sealed, then what only leads to it."""
    return [
        SEALED, "천분녀", "The thirty-one", "Her daughter in hiding", "An embassy was", PLACE, REASON,
        HOLDER,
        str(world.case.pk), str(world.woman.pk), world.case.number.digits,
    ]  # fmt: skip


def ours() -> list[Door]:
    return [door for door in doors() if door.ours]


def with_parameters() -> list[Door]:
    return [door for door in ours() if door.parameters]


def test_what_is_there_is_answered_as_what_is_not(whole: World, browser: Browser) -> None:
    told = []
    for who in OUTSIDERS:
        client = browser(who)
        for door in with_parameters():
            if not may_tell(who, door):
                told += [(who, door.name, method) for method in METHODS if tells(client, method, door, whole)]
    assert not told


def may_tell(who: str, door: Door) -> bool:
    return (who, door.name) in MAY_TELL or set(door.parameters) <= OUTSIDE_OF_CASES.get(who, set())


def tells(client: Client, method: str, door: Door, world: World) -> bool:
    """Whether it answers for what is there, or for half of it, otherwise than for what is not."""
    nothing = ask(client, method, door.nowhere(world))
    return any(ask(client, method, there) != nothing for there in (door.within(world), door.half_way(world)))


def test_the_list_of_what_may_be_told_is_no_longer_than_it_must_be(whole: World, browser: Browser) -> None:
    """What is on it must really be told, and be an address: else it would hide a leak one day."""
    named = {door.name: door for door in with_parameters()}
    assert {name for _who, name in MAY_TELL} <= set(named)
    silent = []
    for who, name in sorted(MAY_TELL):
        client, door = browser(who), named[name]
        same = all(ask(client, m, door.within(whole)) == ask(client, m, door.nowhere(whole)) for m in METHODS)
        if same and name not in ("desk:decision_abort", "desk:decision_open"):  # these wait for an hour
            silent.append((who, name))
    assert not silent


def test_the_insider_is_told(whole: World, browser: Browser) -> None:
    """So that the tests above do not pass because nothing answers anybody."""
    client = browser("mina")
    for name in ("case", "person", "event", "report", "case_access", "release_withdraw", "consents"):
        door = next(one for one in with_parameters() if one.name == f"desk:{name}")
        assert ask(client, "GET", door.within(whole))[0] == 200, name
        assert ask(client, "GET", door.nowhere(whole))[0] == 404, name


def snapshot(client: Client, method: str) -> dict[str, object]:
    """Every address without parameters, Wagtail's and allauth's too."""
    addresses = {door.name: door.wagtails() for door in doors() if not door.parameters}
    # What allauth is posted it counts, and it knows no case.
    left_out = ("account_", "mfa_", *ENDS_THE_SESSION) if method == "POST" else ENDS_THE_SESSION
    asked = {name: address for name, address in addresses.items() if address and not name.startswith(left_out)}
    return {name: ask(client, method, address) for name, address in asked.items()}


def test_nobody_notices_that_a_case_is_opened_worked_on_and_held(
    staff: dict[str, Staff], browser: Browser, act: Act
) -> None:
    """Lists, counts, the audit, homes, choosers, autocompletes: before the case and after, byte for byte."""
    clients = {who: browser(who) for who in OUTSIDERS}
    # Posted first, since what somebody is refused stands in the audit; and twice, since a first visit is told more.
    tries = [(who, method) for method in ("POST", "POST", "GET") for who in OUTSIDERS]
    before = {(who, method): snapshot(clients[who], method) for who, method in tries}
    work_on_a_case(act("mina"))
    after = {(who, method): snapshot(clients[who], method) for who, method in reversed(tries[len(OUTSIDERS) :])}
    told = [(*key, name) for key, seen in before.items() for name in seen if after[key][name] != seen[name]]
    assert not told
    assert min(map(len, before.values())) > 50


def work_on_a_case(mina: Actor) -> None:
    case = cases.open_case(actor=mina, title="The thirty-one")
    woman = cases.add_person(
        actor=mina, case=case, part="member", naming="named", description="A woman of 70", names=[("Latn", SEALED)]
    )
    fill(mina, case, woman)
    queries.opened_case(mina, case)
    search.find_person(mina, SEALED)
    close_case(actor=mina, case=case, review_by=timezone.localdate() + dt.timedelta(days=9))
    set_hold(actor=mina, case=case, reason=REASON)


def test_no_answer_to_anybody_holds_a_sealed_word(whole: World, browser: Browser) -> None:
    """Wagtail's history, revisions, previews, choosers, bulk actions, renditions, moves, copies and API included."""
    addresses = {door: door.within(whole) if door.ours else door.wagtails() for door in doors()}
    asked = {door: there for door, there in addresses.items() if there and door.name not in ENDS_THE_SESSION}
    told = []
    for who in OUTSIDERS:
        client = browser(who)
        for door, there in asked.items():
            words = ask(client, "GET", there)[3].decode()
            told += [(who, door.name, one) for one in secrets(whole) if one in words and not _waits(door, who, one)]
    assert not told
    assert len(asked) > 250


def _waits(door: Door, who: str, secret: str) -> bool:
    """The reason for an export, or an end, is read by the approver whom it is addressed to."""
    decides = ("desk:export_decide", "desk:export_refuse", "desk:destruction_approve", "desk:decisions")
    return who == "adaeze" and secret == REASON and door.name in decides


def test_no_row_of_a_case_is_found_by_its_models_name(whole: World, browser: Browser) -> None:
    """Bulk actions, choosers, autocompletes, snippets, editing sessions: a row that is there, and one that is not."""
    named = [door for door in doors() if not door.ours and MODELS & set(door.parameters)]
    rows = {
        ("cases", "case"): whole.case.pk,
        ("cases", "person"): whole.woman.pk,
        ("intake", "report"): whole.linked.pk,
    }
    told = []
    for who in ("jonas", "teo", "ruth"):
        client = browser(who)
        for door in named:
            for (app, model), pk in rows.items():
                there = door.wagtails(**called(app, model, pk))
                nothing = door.wagtails(**called(app, model, uuid.uuid4()))
                for method in METHODS if there and nothing else ():
                    answers = [ask(client, method, f"{address}?id={key}") for address, key in
                               ((there, pk), (nothing, uuid.uuid4()))]  # fmt: skip
                    if answers[0] != answers[1] or answers[0][0] == HTTPStatus.OK:
                        told.append((who, door.name, method, app, model))
    assert not told
    assert len(named) > 5


def called(app: str, model: str, key: object) -> dict[str, str]:
    apps = dict.fromkeys(("app_label", "app_name", "content_type_app_name"), app)
    return apps | dict.fromkeys(("model_name", "content_type_model_name"), model) | {"object_id": str(key)}


SEARCHES = {
    "/cases/find/": "name", "/pages/search/": "q", "/pages/search/results/": "q", "/images/": "q",
    "/choose-page/search/": "q", "/tag-autocomplete/": "term", "/admin/api/main/pages/": "search", "/audit/": "who",
    "/intake/": "q", "/staff/": "q",
}  # fmt: skip


def test_searching_for_a_sealed_name_is_like_searching_for_none(whole: World, browser: Browser) -> None:
    told = []
    for who in ("jonas", "adaeze", "teo", "ruth"):
        client = browser(who)
        for there, field in SEARCHES.items():
            client.get(there)  # what a first visit is told, such as a hint, is told once
            if searched(client, there, field, SEALED) != searched(client, there, field, "Qwer Tzu-iop"):
                told.append((who, there))
    assert not told


def searched(client: Client, there: str, field: str, asked: str) -> list[tuple[int, str]]:
    """Status, and the answer without what was asked and without tokens, by GET and by POST."""
    answers = [client.get(there, {field: asked}), client.post(there, {field: asked})]
    coats = (asked, quote_plus(asked), quote(asked))
    plain = [functools.reduce(lambda text, coat: text.replace(coat, ""), coats, a.content.decode()) for a in answers]
    return [(answer.status_code, without_tokens(text)) for answer, text in zip(answers, plain, strict=True)]


def test_choosers_of_staff_and_cases_offer_no_case(whole: World, browser: Browser) -> None:
    """A caseworker who sorts a report of nobody's is offered their own cases, and none of others."""
    page = browser("jonas").get(f"/intake/{whole.report.pk}/link/").content.decode()
    assert str(whole.case.pk) not in page
    answer = browser("jonas").post(f"/intake/{whole.report.pk}/link/", {"case": str(whole.case.pk)})
    nothing = browser("jonas").post(
        f"/intake/{whole.report.pk}/link/", {"case": "11111111-1111-4111-8111-111111111111"}
    )
    assert answer.status_code == nothing.status_code == 422
    assert "The thirty-one" not in answer.content.decode()


def test_an_error_tells_nothing(
    whole: World, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError(f"{SEALED} {whole.case.pk}")

    monkeypatch.setattr("tocsin.cases.queries.open_case_file", fail)
    client = browser("mina")
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        answer = client.get(f"/cases/{whole.case.pk}/")
    assert answer.status_code == 500
    assert SEALED not in answer.content.decode()
    formatted = [
        handler.format(record) for record in caplog.records for handler in logging.getLogger("django").handlers
    ]
    assert not [line for line in formatted if SEALED in line]


# Where a case's id may stand: in its own rooms, and in the audit, which leads nobody there.
ROOMS = ("cases_", "disclosure_", "intake_", "core_audit")


def rows() -> Iterator[tuple[str, str]]:
    """Every table with all that stands in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" AS t")  # noqa: S608
            yield table, cursor.fetchone()[0]


def test_no_table_holds_a_sealed_word_and_none_elsewhere_a_case(whole: World, browser: Browser) -> None:
    """Procrastinate's arguments, the admin's logs, revisions, search indexes, sessions and renditions among them."""
    client = browser("mina")
    for address in (f"/cases/{whole.case.pk}/", f"/cases/{whole.case.pk}/access/", "/cases/"):
        assert client.get(address).status_code == 200
    client.post("/cases/find/", {"name": SEALED})
    # Proof is asked, and what was typed waits in the session.
    client.post(f"/cases/{whole.case.pk}/exports/new/", {"form": "json", "reason": REASON})
    plain, named, tables = [], [], 0
    sealed = secrets(whole)[:-3]
    for table, said in rows():
        tables += 1
        plain += [(table, one) for one in sealed for coat in coats(one) if coat in said]
        if not table.startswith(ROOMS) and str(whole.case.pk) in said:
            named.append(table)
    assert not plain
    assert not named
    assert tables > 100


def coats(word: str) -> set[str]:
    return {word, word.encode().hex(), json.dumps(word)[1:-1], word.lower(), word.upper()}


def test_no_mail_tells_of_a_case(whole: World, act: Act, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        open_in_emergency(actor=act("jonas"), number=whole.case.number.digits, reason=REASON)
    assert mail.outbox
    said = "".join(f"{one.subject}{one.body}" for one in mail.outbox)
    assert not [one for one in secrets(whole) if one in said]


def test_a_linked_report_is_gone_for_whoever_is_not_on_the_case(world: World, act: Act, browser: Browser) -> None:
    """And one that waits for triage is there for every caseworker: that is what it waits for."""
    waiting = take_in(act("mina"))
    client = browser("jonas")
    assert client.get(f"/intake/{waiting.pk}/").status_code == 200
    assert client.get(f"/intake/{world.linked.pk}/").status_code == 404
