"""Reports out of the letterbox: whole or not at all, once, with whatever came with them."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.keyring import KeyMissing
from tocsin.core.models import AuditEntry
from tocsin.front import payloads
from tocsin.front.bundles import PART, split
from tocsin.front.drain import drain_batch
from tocsin.front.models import Letterbox, LetterboxPoisoned, LetterboxTally
from tocsin.front.payloads import ReportPart
from tocsin.front.receipts import Receipt as Code
from tocsin.front.tests.posting import post
from tocsin.intake import queries, receiving, vault
from tocsin.intake.models import ArrivingPart, Receipt, Report
from tocsin.intake.receiving import PATIENCE, collect_reports, give_up

from .reporters import LETTERBOX, Reporter

pytestmark = pytest.mark.django_db
PICTURE = bytes(range(256)) * 1000
SCRIPTS = "북송 위기 · 遣返 · نُقلوا ليلًا · ပြန်ပို့ · вернули · \u202eאחור\u202c · 𓂀 · a\x00b"


def collect() -> int:
    return collect_reports(actor=LETTERBOX)


def test_a_report_from_the_form_is_read_by_caseworkers_as_it_came(mina: Actor, sora: Reporter) -> None:
    sora.send(SCRIPTS, ("사진\r\nX: y.jpg", PICTURE), ("", b"%PDF"), name="류선옥", how_known="전화")
    assert collect() == 1
    report = queries.visible_to(mina).get()
    opened = queries.opened(mina, report)
    assert (report.source, report.triage, report.language) == ("form", "new", "ko")
    assert (opened.text, opened.name, opened.how_known) == (SCRIPTS, "류선옥", "전화")
    assert [(file.name, file.size) for file in opened.attachments] == [("사진\r\nX: y.jpg", len(PICTURE)), ("", 4)]
    assert not ArrivingPart.objects.exists()
    assert not Letterbox.objects.exists()
    assert report.received_at.minute == report.received_at.second == 0


def test_what_is_laid_by_stays_sealed(sora: Reporter) -> None:
    sora.send("누가 잡혀 갔습니다", ("a.jpg", PICTURE))
    drain_batch(actor=LETTERBOX, limit=3, box=receiving.REPORTS)
    for part in ArrivingPart.objects.all():
        assert vault.is_boxed(part.payload)
    assert not Report.objects.exists()


def test_parts_come_in_any_order_and_in_many_batches(mina: Actor, sora: Reporter) -> None:
    sora.send("words", ("a.jpg", PICTURE))
    assert Letterbox.objects.count() == 8
    for _ in range(4):
        drain_batch(actor=LETTERBOX, limit=2, box=receiving.REPORTS)
    assert collect() == 1
    assert queries.opened(mina, Report.objects.get()).attachments[0].size == len(PICTURE)
    assert sum(LetterboxTally.objects.filter(kind="report", outcome="laid_by").values_list("rows", flat=True)) == 8


def test_a_row_that_is_played_again_changes_nothing(sora: Reporter) -> None:
    sora.send("once")
    row = Letterbox.objects.get()
    again = [Letterbox(kind=row.kind, hour=row.hour, payload=row.payload) for _ in range(3)]
    Letterbox.objects.bulk_create(again[:1])
    assert collect() == 1
    Letterbox.objects.bulk_create(again[1:])
    collect()
    assert Report.objects.count() == 1
    assert not ArrivingPart.objects.exists()


def test_an_addition_lies_with_its_report(mina: Actor, sora: Reporter) -> None:
    sora.send("first")
    collect()
    sora.send("and then", ("b.jpg", b"x"), more=True)
    collect()
    report = Report.objects.get()
    (entry,) = queries.opened(mina, report).entries
    assert (entry.kind, entry.text, entry.attachments[0].name) == ("addition", "and then", "b.jpg")
    assert report.news
    assert queries.opened(mina, report).attachments == ()


def test_what_comes_with_an_unknown_code_is_a_report_and_not_lost(mina: Actor, sora: Reporter) -> None:
    sora.send("this is important", more=True)
    collect()
    report = Report.objects.get()
    assert queries.opened(mina, report).text == "this is important"
    assert queries.opened(mina, report).reporter == receiving.UNKNOWN
    assert Receipt.objects.get().report == report


def test_a_code_has_one_report(sora: Reporter, receipt: Code) -> None:
    sora.send("first")
    sora.send("the same code, by somebody who built a front of their own")
    collect()
    assert Report.objects.count() == 2
    assert Receipt.objects.get(lookup=receipt.lookup).report == Report.objects.order_by("pk").get(receipt__isnull=False)


@pytest.mark.parametrize(
    "said",
    [
        {"arrival": "nothing"},
        {"number": 4},
        {"number": -1},
        {"of": 0},
        {"of": 100_000},
        {"data": b""},
        {"data": b"\xff" * PART},
    ],
)
def test_what_no_front_of_ours_sends_is_dropped_and_holds_up_nobody(
    mina: Actor, sora: Reporter, said: dict[str, object]
) -> None:
    shape = {"language": "en", "at": int(time.time()), "arrival": "ab" * 16, "number": 0, "of": 1, "data": b"x"}
    post(ReportPart(**{**shape, **said}), key="reports")  # type: ignore[arg-type]
    sora.send("a real one")
    collect()
    assert [queries.opened(mina, report).text for report in Report.objects.all()] == ["a real one"]
    assert not ArrivingPart.objects.exists()


def test_a_strange_receipt_makes_no_report(sora: Reporter) -> None:
    bundle = sora.send("x")
    Letterbox.objects.all().delete()
    for changed in ({"lookup": "../../en/" + "a" * 23}, {"public": b"short"}):
        fields = {name: getattr(bundle, name) for name in bundle.__struct_fields__} | changed
        post(*split(type(bundle)(**fields), language="en", at=int(time.time())), key="reports")
    collect()
    assert not Report.objects.exists()
    assert not ArrivingPart.objects.exists()


def test_rows_that_do_not_open_are_set_aside(sora: Reporter) -> None:
    sora.send("x")
    row = Letterbox.objects.get()
    row.payload = bytes(row.payload)[:-1] + b"?"
    row.save()
    collect()
    assert LetterboxPoisoned.objects.get().why == "sealed"


def test_a_keystore_that_is_away_is_waited_for(sora: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_report_id: object) -> None:
        raise KeyMissing("away")

    sora.send("x")
    with monkeypatch.context() as without:
        without.setattr(vault, "new_key", away)
        assert collect() == 0
    assert ArrivingPart.objects.count() == 1
    assert collect() == 1


def test_what_will_never_be_whole_is_given_up_after_two_days(sora: Reporter) -> None:
    sora.send("x", ("a.jpg", PICTURE))
    Letterbox.objects.filter(pk__in=list(Letterbox.objects.values_list("pk", flat=True)[:1])).delete()
    collect()
    assert ArrivingPart.objects.count() == 7
    assert give_up(actor=LETTERBOX) == 0
    old = (timezone.now() - PATIENCE - dt.timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    ArrivingPart.objects.update(hour=old)
    assert give_up(actor=LETTERBOX) == 7
    assert not ArrivingPart.objects.exists()


def test_only_the_system_collects(mina: Actor, sora: Reporter) -> None:
    sora.send("x")
    for actor in (mina, system("publishing"), system("mailing")):
        with pytest.raises(NotPermitted):
            collect_reports(actor=actor)
    assert Letterbox.objects.count() == 1


def test_the_worker_takes_no_report_out(sora: Reporter) -> None:
    sora.send("x")
    assert drain_batch(actor=LETTERBOX).rows == 0
    assert Letterbox.objects.count() == 1


def test_the_audit_tells_nothing_of_it(sora: Reporter, receipt: Code) -> None:
    sora.send("누가 잡혀 갔습니다", ("secret.jpg", b"x"), name="류선옥")
    collect()
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.objects.all())
    for secret in ("잡혀", "류선옥", "secret.jpg", receipt.lookup):
        assert secret not in said
    assert {"report"} <= payloads.DESK_KINDS
