"""Reports on the desk: read, sorted, answered; files leave it as attachments and as nothing else."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tocsin.accounts.models import Staff
from tocsin.cases.models import Case, CaseView
from tocsin.core.actions import Actor
from tocsin.core.code_words import new_code
from tocsin.desk.file_names import LONGEST, safe_name
from tocsin.disclosure.guard_versions import next_version
from tocsin.front.models import Published
from tocsin.front.receipts import Receipt as Code
from tocsin.front.receipts import derive, open_answers, path_of
from tocsin.intake import actions, queries
from tocsin.intake.keeping import IncomingFile, Words, keep_report
from tocsin.intake.models import Receipt, Report

Browser = Callable[[str], Client]
Act = Callable[[str], Actor]
WORDS = Words(
    "First line\n<script>alert(1)</script> \u202eturned\u202c",
    name="류선옥",
    contact="sora@mail.example",
    how_known="전화",
)


@pytest.fixture(scope="module")
def code() -> Code:
    return derive(new_code())


@pytest.fixture
def report(staff: dict[str, Staff], code: Code) -> Report:
    """From the public form, with a file whose name is an attack."""
    file = IncomingFile('a"\r\nSet-Cookie: x=1\r\n\u202egpj.exe', b"<script>alert(1)</script>")
    made = keep_report(WORDS, source="form", received_at=timezone.now(), files=[file], language="ko")
    Receipt.objects.create(report=made, lookup=code.lookup, public=code.key.seal_key.public)
    next_version()
    return made


def test_a_report_is_shown_as_it_came_and_does_nothing(browser: Browser, report: Report) -> None:
    page = browser("jonas").get(f"/intake/{report.pk}/").content.decode()
    for said in ("First line", "&lt;script&gt;alert(1)", "류선옥", "sora@mail.example", "전화", "public form"):
        assert said in page
    assert "<script>alert(1)" not in page


def test_a_file_leaves_as_an_attachment_whatever_it_is_called(browser: Browser, report: Report) -> None:
    answer = browser("mina").get(f"/intake/{report.pk}/files/{report.attachments.get().pk}/")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\r" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_of_another_report_is_not_found_under_this_one(browser: Browser, report: Report, act: Act) -> None:
    other = keep_report(WORDS, source="form", received_at=timezone.now())
    address = f"/intake/{other.pk}/files/{report.attachments.get().pk}/"
    assert browser("mina").get(address).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("사진.jpg", "사진.jpg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\r\nb\x00.txt", "ab.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ('x"; filename=evil.html', "x_; filename=evil.html"),
        ("", "file"),
        (" . ", "file"),
    ],
)
def test_names_of_files_are_made_harmless(came: str, kept: str) -> None:
    assert safe_name(came) == kept


def test_long_names_keep_their_ending() -> None:
    assert safe_name("말" * 500 + ".jpeg").endswith(".jpeg")
    assert len(safe_name("말" * 500 + ".jpeg")) <= LONGEST


def test_an_answer_reaches_who_has_the_code(browser: Browser, report: Report, code: Code) -> None:
    mina = browser("mina")
    answer = mina.post(f"/intake/{report.pk}/answer/", {"text": "We are with you."}, follow=True)
    assert "We are with you." in answer.content.decode()
    assert "Our answer" in answer.content.decode()
    blob = bytes(Published.objects.get(path=path_of(code.lookup)).body)
    assert [each.text for each in open_answers(code.key, blob)] == ["We are with you."]


def test_a_refused_answer_is_not_lost(browser: Browser, act: Act) -> None:
    mailed = keep_report(WORDS, source="email", received_at=timezone.now())
    answer = browser("mina").post(f"/intake/{mailed.pk}/answer/", {"text": "We are with you."})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "We are with you." in answer.content.decode()
    assert "no way back" in answer.content.decode()


def test_a_linked_report_is_read_by_its_cases_people_and_that_is_written_down(
    browser: Browser, act: Act, report: Report, case: Case
) -> None:
    actions.link_report(actor=act("mina"), report=report, case_id=case.pk)
    file = f"/intake/{report.pk}/files/{report.attachments.get().pk}/"
    for address in (f"/intake/{report.pk}/", file):
        assert browser("jonas").get(address).status_code == HTTPStatus.NOT_FOUND
    assert not CaseView.objects.filter(what="report").exists()
    assert browser("mina").get(f"/intake/{report.pk}/").status_code == HTTPStatus.OK
    assert CaseView.objects.get(what="report").subject == str(report.pk)


def test_a_duplicate_goes_where_the_first_one_goes(browser: Browser, act: Act, report: Report, case: Case) -> None:
    first = keep_report(WORDS, source="form", received_at=timezone.now())
    browser("jonas").post(f"/intake/{report.pk}/duplicate/", {"original": str(first.pk)})
    report.refresh_from_db()
    assert (report.triage, report.duplicate_of) == ("duplicate", first)
    actions.link_report(actor=act("mina"), report=first, case_id=case.pk)
    assert list(queries.visible_to(act("jonas"))) == []
    assert set(queries.visible_to(act("mina"))) == {first, report}
    page = browser("mina").get(f"/intake/{report.pk}/").content.decode()
    assert str(first.pk) in page


def test_a_duplicate_of_a_report_that_one_may_not_see(browser: Browser, act: Act, report: Report, case: Case) -> None:
    first = keep_report(WORDS, source="form", received_at=timezone.now())
    actions.link_report(actor=act("mina"), report=first, case_id=case.pk)
    page = browser("jonas").get(f"/intake/{report.pk}/").content.decode()
    assert str(first.pk) not in page
    browser("jonas").post(f"/intake/{report.pk}/duplicate/", {"original": str(first.pk)})
    report.refresh_from_db()
    assert report.triage == "new"


def test_a_situation_alerts_without_a_word_of_it(
    browser: Browser, report: Report, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser("mina").post(f"/intake/{report.pk}/situation/")
    assert {mail.to[0] for mail in mailoutbox} == {f"{name}@tocsin.example" for name in ("jonas", "adaeze", "teo")}
    for mail in mailoutbox:
        assert not any(
            word in mail.subject + mail.body for word in ("report", "situation", "First", "류선옥", "intake")
        )
    assert "A situation report came in" in browser("jonas").get("/").content.decode()
    told = browser("teo").get("/").content.decode()
    assert "A situation report came in" in told
    assert str(report.pk) not in told
    assert "First line" not in told
    assert "situation report came" not in browser("ruth").get("/").content.decode()


def test_a_situation_gets_a_file_from_which_it_can_be_told(browser: Browser, act: Act, report: Report) -> None:
    actions.mark_situation(actor=act("mina"), report=report)
    answer = browser("mina").post(f"/intake/{report.pk}/situation/file/", {"title": "Security at the border"})
    report.refresh_from_db()
    assert answer["Location"] == f"/cases/{report.case_id}/"
    assert report.triage == "situation"
    assert list(queries.visible_to(act("jonas"))) == [report], "all caseworkers go on reading it"
    assert browser("jonas").get(f"/cases/{report.case_id}/").status_code == HTTPStatus.NOT_FOUND
    again = browser("mina").post(f"/intake/{report.pk}/situation/file/", {"title": "Once more"})
    assert again.status_code == HTTPStatus.CONFLICT
    assert Case.objects.count() == 1


def test_news_of_a_report_is_seen_and_noted(browser: Browser, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(news=True)
    assert "Somebody added something to a report" in browser("mina").get("/").content.decode()
    assert str(report.pk) in browser("mina").get("/intake/?triage=news").content.decode()
    browser("mina").post(f"/intake/{report.pk}/read/")
    assert str(report.pk) not in browser("mina").get("/intake/?triage=news").content.decode()


def test_a_hand_takes_in_files_and_who_said_it(browser: Browser, act: Act) -> None:
    sent = {
        "source": "relative", "text": "They took her.", "reporter": "Her daughter", "name": "류선옥",
        "how_known": "phone",
        "contact": "sora@mail.example", "organisation": "", "reliability": "A", "language": "ko",
        "received_at": "2012-03-09T09:00",
        "files": [SimpleUploadedFile("사진.jpg", b"GPS"), SimpleUploadedFile("b.pdf", b"%PDF")],
    }  # fmt: skip
    assert browser("mina").post("/intake/new/", sent).status_code == HTTPStatus.FOUND
    opened = queries.opened(act("mina"), Report.objects.get())
    assert [file.name for file in opened.attachments] == ["사진.jpg", "b.pdf"]
    assert (opened.name, opened.contact, opened.organisation) == ("류선옥", "sora@mail.example", "")


def test_too_many_files_are_said(browser: Browser) -> None:
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(6)]
    answer = browser("mina").post("/intake/new/", {"files": files})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "At most 5 files" in answer.content.decode()


def test_nothing_that_is_uploaded_touches_a_disk(settings: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


def test_old_pages_of_the_list(browser: Browser, staff: dict[str, Staff]) -> None:
    for _ in range(51):
        keep_report(Words("x"), source="email", received_at=timezone.now())
    for odd in ("?p=2", "?p=9999", "?p=x&triage=nonsense"):
        assert browser("mina").get(f"/intake/{odd}").status_code == HTTPStatus.OK
