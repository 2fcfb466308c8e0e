"""Reports are kept as they came, and read by those who need to."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import actor_of, system
from tocsin.core.actions import Actor, NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.intake import queries, readers
from tocsin.intake.actions import link_report, mark_situation, receive_report, set_report_aside
from tocsin.intake.models import Report

pytestmark = pytest.mark.django_db
CASE = uuid.UUID(int=31)


def someone(name: str, role: str) -> Actor:
    staff = found_staff(
        actor=system("installation"), email=f"{name}@tocsin.example", name=name.title(), language="en", roles=[role]
    )
    return actor_of(staff)


@pytest.fixture
def mina() -> Actor:
    return someone("mina", "caseworker")


@pytest.fixture
def jonas() -> Actor:
    return someone("jonas", "caseworker")


@pytest.fixture(autouse=True)
def _minas_case(mina: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_rule", [lambda actor: [CASE] if actor == mina else []])


def receive(actor: Actor) -> Report:
    return receive_report(
        actor=actor,
        source="partner",
        text="최소 31명이 붙잡혔다",
        reporter="a partner on the ground",
        how_known="saw the list",
        reliability="B",
        language="ko",
        received_at=dt.datetime(2012, 2, 10, 9, tzinfo=dt.UTC),
    )


def test_a_report_is_sealed_and_opens_as_it_came(mina: Actor, jonas: Actor) -> None:
    report = receive(mina)
    assert "붙잡혔다".encode() not in bytes(report.sealed_text)
    opened = queries.opened(jonas, report)
    assert (opened.text, opened.reporter) == ("최소 31명이 붙잡혔다", "a partner on the ground")
    assert opened.how_known == "saw the list"
    assert report.triage == "new"


@pytest.mark.parametrize("role", ["approver", "campaigner", "administrator"])
def test_other_roles_neither_take_in_nor_read_nor_sort(mina: Actor, role: str) -> None:
    report, outsider = receive(mina), someone("ruth", role)
    with pytest.raises(NotPermitted):
        receive(outsider)
    assert list(queries.visible_to(outsider)) == []
    with pytest.raises(NotPermitted):
        queries.opened(outsider, report)
    for sort in (mark_situation, set_report_aside):
        with pytest.raises(NotPermitted):
            sort(actor=outsider, report=report)
    with pytest.raises(NotPermitted):
        link_report(actor=outsider, report=report, case_id=CASE)


def test_the_system_reads_nothing(mina: Actor) -> None:
    receive(mina)
    assert list(queries.visible_to(system("letterbox"))) == []


def test_a_linked_report_is_for_the_cases_people(mina: Actor, jonas: Actor) -> None:
    report = link_report(actor=mina, report=receive(mina), case_id=CASE)
    assert list(queries.visible_to(mina)) == [report]
    assert list(queries.visible_to(jonas)) == []
    with pytest.raises(NotPermitted):
        queries.opened(jonas, report)
    with pytest.raises(NotPermitted):
        set_report_aside(actor=jonas, report=report)


def test_nobody_links_to_a_case_that_is_not_theirs(mina: Actor, jonas: Actor) -> None:
    report = receive(mina)
    with pytest.raises(NotPermitted):
        link_report(actor=jonas, report=report, case_id=CASE)
    with pytest.raises(NotPermitted):
        link_report(actor=mina, report=report, case_id=uuid.uuid4())


def test_sorting(mina: Actor, jonas: Actor) -> None:
    report = mark_situation(actor=jonas, report=receive(mina))
    assert report.triage == "situation"
    assert list(queries.visible_to(jonas)) == [report]
    report = set_report_aside(actor=jonas, report=report)
    assert report.triage == "set_aside"
    link_report(actor=mina, report=report, case_id=CASE)
    for sort in (mark_situation, set_report_aside):
        with pytest.raises(Refused) as refused:
            sort(actor=mina, report=report)
        assert refused.value.code == "sorted"
    report.refresh_from_db()
    assert (report.triage, report.case_id) == ("linked", CASE)


@pytest.mark.parametrize(
    "change", ["sealed_text = 'x'", "sealed_reporter = 'x'", "reliability = 'A'", "source = 'staff'", "language = ''"]
)
def test_a_report_is_never_edited(mina: Actor, change: str) -> None:
    receive(mina)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE intake_report SET {change}")  # noqa: S608


def test_the_audit_tells_nothing_of_it(mina: Actor) -> None:
    receive(mina)
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.objects.all())
    for secret in ("31명", "ground", "saw"):
        assert secret not in said
