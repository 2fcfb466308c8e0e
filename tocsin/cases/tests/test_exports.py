"""Taking a case out: two people, a day, and nothing in it that calculates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tocsin.accounts.actors import actor_of, system
from tocsin.cases import access_queries, export_tables, exports
from tocsin.cases.actions import add_person, record_event
from tocsin.cases.emergency_actions import open_in_emergency
from tocsin.cases.export_actions import approve_export, download_export, refuse_export, request_export
from tocsin.cases.models.access import CaseExport, CaseView
from tocsin.cases.tidying import clear_expired_exports
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate
from tocsin.core.models import AuditEntry

from .conftest import Desk

REASON = "The UN working group asks for the whole file."
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]


@pytest.fixture
def told(desk: Desk) -> Desk:
    mina = desk.actor("mina")
    person = add_person(
        actor=mina, case=desk.case, part="member", naming="named", description="=HYPERLINK(\"http://x\")",
        names=[("Hang", "윤서라"), ("Latn", "Yun Seora")],
    )  # fmt: skip
    record_event(
        actor=mina, case=desk.case, kind="arrest", happened=UncertainDate.parse("2012-03-1X"), place="A town",
        account="They were taken.", count=Count.at_least(31), persons=[person],
    )  # fmt: skip
    return desk


def ask(desk: Desk, who: str = "mina", **more: Any) -> CaseExport:
    told = {"form": "json", "reason": REASON} | more
    return request_export(actor=desk.actor(who), case=desk.case, **told)


def take(desk: Desk, second: str = "haru", **more: Any) -> bytes:
    export = approve_export(actor=desk.actor(second), export=ask(desk, **more))
    return download_export(actor=desk.actor("mina"), export=export).body


@pytest.mark.parametrize("second", ["haru", "adaeze"])
def test_two_people_and_the_whole_file(told: Desk, second: str) -> None:
    whole = json.loads(take(told, second))
    assert (whole["format"], whole["version"]) == ("tocsin.case-export", 1)
    (person,), (event,) = whole["case"]["persons"], whole["case"]["events"]
    assert [name["name"] for name in person["names"]] == ["윤서라", "Yun Seora"]
    assert (event["happened"], event["place"]["town"], event["count"]["words"]) == (
        "2012-03-1X",
        "A town",
        "at least 31 people",
    )


def test_tables_hold_the_same_and_nothing_that_calculates(told: Desk) -> None:
    archive = zipfile.ZipFile(io.BytesIO(take(told, form="csv")))
    tables = {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        for name in archive.namelist()
    }
    (person,) = tables["case.persons"]
    assert person["description"] == '\'=HYPERLINK("http://x")'
    assert [row["name"] for row in tables["case.persons.names"]] == ["윤서라", "Yun Seora"]
    assert {row["case.persons.id"] for row in tables["case.persons.names"]} == {person["id"]}
    assert tables["case.events"][0]["place.town"] == "A town"
    assert tables["export"][0]["format"] == "tocsin.case-export"
    for rows in tables.values():
        assert not [
            value for row in rows for value in row.values() if value and value.startswith(export_tables.FORMULA)
        ]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert export_tables.cell(text) == f"'{text}"
    assert export_tables.cell(f"a{text}") == f"a{text}"


def test_for_an_age_recipient_alone(told: Desk) -> None:
    reader, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    body = take(told, recipient=f" {reader.to_public()} ")
    assert b"Seora" not in body
    assert json.loads(pyrage.decrypt(body, [reader]))["case"]["title"] == "Thirty-one"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(body, [other])


@pytest.mark.parametrize("recipient", ["age1bad", "ssh-ed25519 AAAA", "AGE-SECRET-KEY-1"])
def test_no_other_recipient(told: Desk, recipient: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(told, recipient=recipient)
    assert refused.value.code == "recipient"


@pytest.mark.parametrize("who", ["jonas", "adaeze", "teo", "ruth"])
def test_nobody_else_asks(told: Desk, who: str) -> None:
    with pytest.raises(NotPermitted):
        ask(told, who)


@pytest.mark.parametrize("who", ["jonas", "teo", "ruth"])
def test_nobody_else_decides(told: Desk, who: str) -> None:
    export = ask(told)
    assert not access_queries.exports_to_decide(told.actor(who))
    for verb in (approve_export, refuse_export):
        with pytest.raises(NotPermitted):
            verb(actor=told.actor(who), export=export)


def test_nobody_is_their_own_second_person(told: Desk) -> None:
    with pytest.raises(Refused) as refused:
        approve_export(actor=told.actor("mina"), export=ask(told))
    assert refused.value.code == "second_person"
    assert not access_queries.exports_to_decide(told.actor("mina"))


def test_whoever_is_there_in_an_emergency_takes_nothing_out(told: Desk) -> None:
    open_in_emergency(actor=told.actor("jonas"), number=told.case.number.digits, reason=REASON)
    export = ask(told)
    for verb in (lambda: ask(told, "jonas"), lambda: approve_export(actor=told.actor("jonas"), export=export)):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.code == "emergency"


def test_proof_is_asked_three_times(told: Desk) -> None:
    export = ask(told)
    approved = approve_export(actor=told.actor("haru"), export=ask(told))
    for verb in (
        lambda: request_export(actor=actor_of(told.staff["mina"]), case=told.case, form="json", reason=REASON),
        lambda: approve_export(actor=actor_of(told.staff["haru"]), export=export),
        lambda: download_export(actor=actor_of(told.staff["mina"]), export=approved),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.code == "second_factor"


def test_only_whoever_asked_takes_it_and_each_time_counts(told: Desk) -> None:
    export = approve_export(actor=told.actor("haru"), export=ask(told))
    for who in ("haru", "adaeze", "jonas"):
        with pytest.raises(NotPermitted):
            download_export(actor=told.actor(who), export=export)
    for _time in range(2):
        download_export(actor=told.actor("mina"), export=export)
    (seen,) = access_queries.opened_access(told.actor("haru"), told.case).exports
    assert (seen.downloads, seen.requested_by, seen.decided_by, seen.reason) == (2, "Mina", "Haru", REASON)
    assert CaseView.objects.filter(what="export", subject=str(export.pk)).count() == 1
    assert AuditEntry.objects.filter(kind="cases.export_downloaded").count() == 2


def test_it_expires_and_its_file_goes(told: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    export = approve_export(actor=told.actor("haru"), export=ask(told))
    with pytest.raises(NotPermitted):
        clear_expired_exports(actor=told.actor("mina"))
    assert clear_expired_exports(actor=system("retention")) == 0
    later = timezone.now() + dt.timedelta(hours=24, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(Refused) as refused:
        download_export(actor=told.actor("mina"), export=export)
    assert refused.value.code == "expired"
    assert clear_expired_exports(actor=system("retention")) == 1
    assert CaseExport.objects.get().sealed_body is None


def test_a_request_is_decided_once_and_grows_old(told: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_one = refuse_export(actor=told.actor("adaeze"), export=ask(told))
    with pytest.raises(Refused) as refused:
        approve_export(actor=told.actor("haru"), export=refused_one)
    assert refused.value.code == "not_standing"
    waiting = ask(told)
    later = timezone.now() + dt.timedelta(days=8)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not access_queries.exports_to_decide(told.actor("haru"))
    with pytest.raises(Refused):
        approve_export(actor=told.actor("haru"), export=waiting)


def test_the_approver_reads_the_reason_and_learns_no_case(told: Desk) -> None:
    ask(told)
    (waiting,) = access_queries.exports_to_decide(told.actor("adaeze"))
    assert (waiting.reason, waiting.requested_by) == (REASON, "Mina")
    assert CaseView.objects.filter(what="access", staff=told.staff["adaeze"]).count() == 1


def test_nothing_of_it_lies_in_the_clear(told: Desk) -> None:
    reader = str(pyrage.x25519.Identity.generate().to_public())
    approve_export(actor=told.actor("haru"), export=ask(told, recipient=reader))
    with connection.cursor() as cursor:
        for table in ("cases_export", "core_audit", "cases_view"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")  # noqa: S608
            said = cursor.fetchone()[0] or ""
            for secret in ("working group", "Seora", "서라", reader[:20]):
                assert secret not in said
                assert secret.encode().hex() not in said


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases_export SET state = 'approved', decided_by_id = requested_by_id, expires_at = now()",
        "UPDATE cases_export SET sealed_body = 'x'",
        "UPDATE cases_export SET sealed_reason = 'x'",
        "UPDATE cases_export SET downloads = downloads - 1",
        "DELETE FROM cases_export",
    ],
)
def test_the_database_holds_to_it(told: Desk, change: str) -> None:
    ask(told)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_room_below_adds_what_it_keeps(told: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_sections", {})
    exports.supply_section("more", lambda case: {"of": case.pk, "days": [dt.date(2012, 3, 20)]})
    whole = exports.document(told.case)
    assert whole["more"] == {"of": str(told.case.pk), "days": ["2012-03-20"]}
    assert json.loads(exports.to_json(whole)) == whole


def test_the_document_describes_every_list_of_the_file(told: Desk) -> None:
    described = (Path(__file__).parents[3] / "docs" / "formats" / "case-export.md").read_text()
    whole = exports.document(told.case)
    assert f"version {whole['version']}" in described
    for name in (*whole, *(f"case.{field}" for field, value in whole["case"].items() if isinstance(value, list))):
        assert f"`{name}`" in described, name
    for name, value in whole["case"].items():
        assert isinstance(value, list) or f"`{name}`" in described, name
