"""Answering a reporter: published as a blob that only their code opens, whoever else may look."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.cases.actions import open_case
from tocsin.core.actions import Actor, NotPermitted, Refused
from tocsin.core.code_words import new_code
from tocsin.core.keyring import KeyMissing
from tocsin.core.models import AuditEntry
from tocsin.core.sealing import OpenKey
from tocsin.disclosure import sweep
from tocsin.disclosure.guard_versions import next_version
from tocsin.front import receipts
from tocsin.front.models import Published
from tocsin.front.receipts import Receipt as Code
from tocsin.front.receipts import derive
from tocsin.intake import answering, queries, vault
from tocsin.intake.actions import link_report, receive_report, set_report_aside
from tocsin.intake.answer_actions import answer_report, take_out_attachment
from tocsin.intake.destroying import destroy_reports
from tocsin.intake.keeping import Words, keep_report
from tocsin.intake.models import Attachment, Entry, Receipt, Report
from tocsin.intake.receiving import collect_reports
from tocsin.intake.tests.reporters import LETTERBOX, Reporter, someone

pytestmark = pytest.mark.django_db
WHEN = dt.datetime(2012, 3, 9, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _guard() -> None:
    """An index, so that blobs can be published."""
    next_version()


@pytest.fixture
def mina() -> Actor:
    return someone("mina")


@pytest.fixture
def jonas() -> Actor:
    return someone("jonas")


@pytest.fixture
def sora(receipt: Code) -> Reporter:
    return Reporter(receipt)


@pytest.fixture(scope="module")
def receipt() -> Code:
    return derive(new_code())


@pytest.fixture
def report(sora: Reporter) -> Report:
    sora.send("누가 잡혀 갔습니다", ("사진.jpg", b"GPS 42.97"), name="류선옥")
    collect_reports(actor=LETTERBOX)
    answering.tend()
    return Report.objects.get()


def blob(report: Report) -> bytes:
    return bytes(Published.objects.get(path=receipts.path_of(report.receipt.lookup)).body)


def read(sora: Reporter, report: Report) -> list[str]:
    return [answer.text for answer in receipts.open_answers(sora.receipt.key, blob(report))]


def others(number: int) -> list[Report]:
    made = []
    for each in range(number):
        report = keep_report(Words("x"), source="form", received_at=WHEN)
        public = OpenKey.generate().seal_key.public
        Receipt.objects.create(report=report, lookup=f"{each:032x}", public=public)
        made.append(report)
    return made


def test_a_blob_stands_there_from_the_beginning(sora: Reporter, report: Report) -> None:
    assert read(sora, report) == []
    row = Published.objects.get(path=receipts.path_of(report.receipt.lookup))
    assert (row.status, row.gzip, row.brotli) == (200, None, None)
    assert row.guard_version


def test_an_answer_is_read_with_the_code_and_with_nothing_else(mina: Actor, sora: Reporter, report: Report) -> None:
    before = blob(report)
    answer_report(actor=mina, report=report, text="읽었습니다. 안전하십니까?")
    answer_report(actor=mina, report=report, text="More.")
    assert read(sora, report) == ["읽었습니다. 안전하십니까?", "More."]
    assert len(blob(report)) == len(before)
    assert "읽었".encode() not in b"".join(bytes(row.body) for row in Published.objects.all())
    assert [entry.text for entry in queries.opened(mina, report).entries] == ["읽었습니다. 안전하십니까?", "More."]
    assert [entry.author for entry in queries.opened(mina, report).entries] == [mina.staff_id] * 2


def test_other_blobs_change_with_it(mina: Actor, report: Report) -> None:
    others(5)
    answering.tend()
    before = dict(Published.objects.values_list("path", "body"))
    answer_report(actor=mina, report=report, text="one answer")
    after = dict(Published.objects.values_list("path", "body"))
    assert set(before) == set(after)
    assert len(before) == 6
    assert all(bytes(before[path]) != bytes(after[path]) for path in before)


def test_the_guard_finds_no_name_in_a_blob_today_or_when_it_learns_one(mina: Actor, report: Report) -> None:
    for name in ("Abe", "배", "Bae", "Ed", "Ko Ko", "a", "阿"):
        receive_report(
            actor=mina, source="relative", text="x", reporter="", how_known="", reliability="F", language="",
            received_at=WHEN, name=name,
        )  # fmt: skip
    answer_report(actor=mina, report=report, text="still here")
    sweep.settle()
    assert Published.objects.get(path=receipts.path_of(report.receipt.lookup)).status == 200


def test_without_the_guard_nothing_is_answered_and_reports_still_come(
    mina: Actor, sora: Reporter, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_body: object, **_what: object) -> None:
        raise Refused("The guard cannot read.", "Wait.", "guard_unavailable")

    monkeypatch.setattr("tocsin.disclosure.guard.pass_bytes", unavailable)
    with pytest.raises(Refused) as refused:
        answer_report(actor=mina, report=report, text="words")
    assert refused.value.code == "guard_unavailable"
    assert not Entry.objects.exists()
    (other,) = others(1)
    answering.tend()
    assert Receipt.objects.get(pk=other.pk).stale
    monkeypatch.undo()
    answering.tend()
    assert not Receipt.objects.get(pk=other.pk).stale


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("말" * 5000, "too_long")])
def test_what_cannot_be_sent_is_refused(mina: Actor, report: Report, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        answer_report(actor=mina, report=report, text=text)
    assert refused.value.code == code


def test_who_left_no_receipt_cannot_be_answered_here(mina: Actor) -> None:
    report = keep_report(Words("by mail"), source="email", received_at=WHEN)
    with pytest.raises(Refused) as refused:
        answer_report(actor=mina, report=report, text="words")
    assert refused.value.code == "no_receipt"


@pytest.mark.parametrize("role", ["approver", "campaigner", "administrator"])
def test_outsiders_neither_answer_nor_take_files_out(report: Report, role: str) -> None:
    ruth = someone("ruth", role)
    with pytest.raises(NotPermitted):
        answer_report(actor=ruth, report=report, text="words")
    with pytest.raises(NotPermitted):
        take_out_attachment(actor=ruth, attachment=Attachment.objects.get())
    with pytest.raises(NotPermitted):
        queries.opened(ruth, report)


def test_a_linked_reports_files_and_answers_are_its_cases_peoples(mina: Actor, jonas: Actor, report: Report) -> None:
    case = open_case(actor=mina, title="Two at the river")
    link_report(actor=mina, report=report, case_id=case.pk)
    for refused in (
        lambda: answer_report(actor=jonas, report=report, text="words"),
        lambda: take_out_attachment(actor=jonas, attachment=Attachment.objects.get()),
    ):
        with pytest.raises(NotPermitted):
            refused()
    answer_report(actor=mina, report=report, text="words")
    take_out_attachment(actor=mina, attachment=Attachment.objects.get())


def test_a_file_is_taken_out_as_it_came_and_audited(mina: Actor, report: Report) -> None:
    file = take_out_attachment(actor=mina, attachment=Attachment.objects.get())
    assert (file.name, file.body) == ("사진.jpg", b"GPS 42.97")
    entry = AuditEntry.objects.get(kind="intake.attachment_taken_out")
    assert "사진" not in str(entry.detail)


@pytest.mark.parametrize(
    "change",
    [
        "intake_entry SET sealed_text = 'x'",
        "intake_entry SET at = now()",
        "intake_attachment SET sealed_body = 'x'",
        "intake_receipt SET public = sha256('x')",
        "intake_report SET sealed_name = 'x'",
        "intake_report SET arrival = NULL",
    ],
)
def test_nothing_that_was_said_is_ever_changed(mina: Actor, report: Report, change: str) -> None:
    answer_report(actor=mina, report=report, text="words")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {change}")


def test_a_destroyed_cases_reports_open_no_more_and_their_codes_find_nothing(mina: Actor, report: Report) -> None:
    case = open_case(actor=mina, title="Two at the river").pk
    (other,) = others(1)
    answering.tend()
    link_report(actor=mina, report=report, case_id=case)
    answer_report(actor=mina, report=report, text="words")
    path = receipts.path_of(report.receipt.lookup)
    assert destroy_reports(actor=mina, case_id=case) == 1
    assert not Published.objects.filter(path=path).exists()
    assert Published.objects.filter(path=receipts.path_of(other.receipt.lookup)).exists()
    with pytest.raises(KeyMissing):
        queries.opened(mina, Report.objects.get(pk=report.pk))
    for value in (report.sealed_text, *Entry.objects.values_list("sealed_text", flat=True)):
        with pytest.raises(KeyMissing):
            vault.open_bytes(report.pk, "", value)
    answer_report(actor=mina, report=other, text="the others go on")


def test_the_conversation_is_read_in_its_order(mina: Actor, sora: Reporter, report: Report) -> None:
    answer_report(actor=mina, report=report, text="one")
    sora.send("two", more=True)
    collect_reports(actor=LETTERBOX)
    answer_report(actor=mina, report=report, text="three")
    assert [entry.text for entry in queries.opened(mina, report).entries] == ["one", "two", "three"]


def test_an_answer_counts_as_read(mina: Actor, sora: Reporter, report: Report) -> None:
    sora.send("more", more=True)
    collect_reports(actor=LETTERBOX)
    set_report_aside(actor=mina, report=Report.objects.get())
    assert Report.objects.get().news
    answer_report(actor=mina, report=Report.objects.get(), text="words")
    assert not Report.objects.get().news
