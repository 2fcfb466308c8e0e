"""Who saw what, and when: written down before anything opens, and never unwritten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.cases import opening, queries, viewing
from tocsin.cases.models.access import CaseView
from tocsin.core.actions import NotPermitted

from .conftest import Desk


def rows(what: str = "file") -> list[tuple[str, str]]:
    return list(CaseView.objects.filter(what=what).order_by("pk").values_list("staff__name", "subject"))


def test_reading_a_file_is_written_down_once_an_hour(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(3):
        queries.opened_case(desk.actor("haru"), desk.case)
    assert rows() == [("Haru", "")]
    later = timezone.now() + dt.timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    queries.opened_case(desk.actor("haru"), desk.case)
    assert len(rows()) == 2
    queries.titles(desk.actor("mina"))
    assert rows("title") == [("Mina", "")]


def test_whoever_sees_nothing_leaves_no_line(desk: Desk) -> None:
    for who in ("jonas", "ruth", "adaeze"):
        with pytest.raises(NotPermitted):
            queries.opened_case(desk.actor(who), desk.case)
        queries.titles(desk.actor(who))
    assert not CaseView.objects.exists()


def test_what_cannot_be_written_down_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(queries, "open_case_file", lambda case: opened.append(case))
    monkeypatch.setattr(queries, "title_of", lambda case: opened.append(case))

    def away(*_given: object, **_named: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(CaseView.objects, "bulk_create", away)
    for read in (
        lambda: queries.opened_case(desk.actor("mina"), desk.case),
        lambda: queries.titles(desk.actor("mina")),
    ):
        with pytest.raises(DatabaseError):
            read()
    assert not opened
    assert opening.open_case_file is not queries.open_case_file


def test_the_case_shows_the_log_the_newest_first(desk: Desk) -> None:
    viewing.record_view(desk.actor("mina"), desk.case, "attachment", "5f")
    viewing.record_view(desk.actor("haru"), desk.case.pk, "file")
    seen = viewing.views_of(desk.case)
    assert [(one.who, one.what, one.subject) for one in seen] == [("Haru", "file", ""), ("Mina", "attachment", "5f")]
    assert {(one.hour.minute, one.hour.second) for one in seen} == {(0, 0)}


def test_a_part_of_the_system_has_no_eyes(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        viewing.record_view(system("publishing"), desk.case, "file")


@pytest.mark.parametrize(
    "statement", ["UPDATE cases_view SET staff_id = %s", "DELETE FROM cases_view WHERE staff_id <> %s"]
)
def test_the_database_lets_no_line_be_changed(desk: Desk, statement: str) -> None:
    viewing.record_view(desk.actor("mina"), desk.case, "file")
    with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [desk.staff["ruth"].pk])
