"""Somebody reports without scripts, cookies or an account; is answered; comes back with the code; and adds more."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tocsin.core.code_words import canonical

from .browsing import WIDTHS, Heard, axe, overflow, snapshot, visitor
from .played import Played, eventually
from .test_desk_browser import desk

WORDS = {
    "en": "Two people were taken near the river last night.\nI saw it from the other side.",
    "ko": "어젯밤 강가에서 두 사람이 끌려갔습니다.\n건너편에서 보았습니다.",
}
ANSWERS = {"en": "We have read it. Are you safe?", "ko": "읽었습니다. 안전하십니까?"}
MORE = {"en": "I am safe. There is a third person.", "ko": "저는 안전합니다. 한 사람이 더 있습니다."}
NONE = {"en": "There is no answer yet", "ko": "아직 답이 없거나"}
WRONG = "acorn acorn acorn acorn acorn acorn"
JOURNEYS = [("en", "phone"), ("ko", "desktop")]
SEND = "main form button[type=submit]"


def clean(page: Page, heard: Heard) -> None:
    assert heard.nothing(), heard
    assert overflow(page) <= 0
    assert page.context.cookies() == []
    assert page.locator("h1").count() == 1
    assert page.locator("script").count() == 0


def look(page: Page, language: str, code: str) -> str:
    page.goto(f"/{language}/report/return/")
    page.fill("#id_code", code)
    page.click(SEND)
    return page.locator(".as-written").inner_text()


@pytest.mark.parametrize(("language", "width"), JOURNEYS, ids=[language for language, _ in JOURNEYS])
def test_from_the_report_to_the_answer_and_back(
    played: Played, browser: Browser, tmp_path: Path, language: str, width: str
) -> None:
    picture = tmp_path / "사진.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe1 GPS 42.97 129.97 \xff\xd9")
    size = WIDTHS[width]
    with visitor(browser, played.public, size, language=language) as (reporter, heard):
        reporter.goto(f"/{language}/report/")
        clean(reporter, heard)
        snapshot(reporter, tmp_path, f"{language}-form")
        reporter.fill("#id_text", WORDS[language])
        reporter.fill("#id_name", "보라 Somebody")
        reporter.set_input_files("#id_files", picture)
        reporter.click(SEND)
        code = canonical(reporter.locator(".receipt").inner_text())
        clean(reporter, heard)
        assert not any(word in reporter.url for word in code.split())
        snapshot(reporter, tmp_path, f"{language}-receipt")
        waiting = "SELECT count(*) FROM intake_report WHERE source = 'form' AND triage = 'new'"
        eventually("the desk has it", lambda: played.value(waiting) == 1, 15)
        assert NONE[language][:6] in look(reporter, language, code) or "answer yet" in look(reporter, language, code)
        with desk(played, browser, "mina", size, language) as (mina, _heard):
            read_and_answer(mina, language, tmp_path)
        eventually("the answer is there", lambda: ANSWERS[language] in look(reporter, language, code.upper()), 15)
        clean(reporter, heard)
        snapshot(reporter, tmp_path, f"{language}-answer")
        reporter.fill("#id_text", MORE[language])
        reporter.click(SEND)
        clean(reporter, heard)
        eventually("the desk has that too", lambda: played.value("SELECT bool_or(news) FROM intake_report"), 15)
    with desk(played, browser, "mina", size, language) as (mina, _heard):
        read_and_set_aside(mina, language, tmp_path)


def read_and_answer(mina: Page, language: str, folder: Path) -> None:
    mina.goto("/intake/?triage=new")
    mina.locator("table a").first.click()
    assert WORDS[language] in mina.locator(".desk-words").first.inner_text()
    assert "보라 Somebody" in mina.locator(".desk-facts").inner_text()
    assert overflow(mina) <= 0
    assert axe(mina) == []
    with mina.expect_download() as download:
        mina.get_by_text("사진.jpg").click()
    assert download.value.suggested_filename == "사진.jpg"
    assert b"GPS" in Path(download.value.path()).read_bytes()
    snapshot(mina, folder, f"{language}-desk")
    mina.fill("textarea[name=text]", ANSWERS[language])
    with mina.expect_navigation():
        mina.locator("section:has(#answer) button").click()
    assert ANSWERS[language] in mina.locator(".desk-ours").inner_text()


def read_and_set_aside(mina: Page, language: str, folder: Path) -> None:
    mina.goto("/intake/?triage=news")
    mina.locator("table a").first.click()
    assert MORE[language] in mina.locator(".desk-entry").last.inner_text()
    snapshot(mina, folder, f"{language}-desk-conversation")
    for form in ("read", "set-aside"):
        with mina.expect_navigation():
            mina.locator(f"form[action$='/{form}/'] button").click()
    mina.goto("/intake/?triage=news")
    assert mina.locator("table.listing").count() == 0


def test_a_slip_is_told_and_a_wrong_code_reads_like_one_without_an_answer(played: Played, browser: Browser) -> None:
    with visitor(browser, played.public, WIDTHS["phone"]) as (page, _heard):
        page.goto("/en/report/return/")
        page.fill("#id_code", WRONG)
        page.click(SEND)
        assert page.get_by_role("alert").count() == 1
        assert page.input_value("#id_code") == WRONG


def test_the_worker_and_the_front_cannot_open_a_report(played: Played) -> None:
    keys = played.instance.places.keys
    assert [path.name for path in (keys / "front").glob("reports*")] == ["reports_seal.1"]
    assert list((keys / "worker").glob("reports*")) == []


@pytest.mark.parametrize("rest", ["received/", "answers/", "added/"])
def test_nobody_lands_on_a_page_that_only_a_form_leads_to(played: Played, browser: Browser, rest: str) -> None:
    with visitor(browser, played.public, WIDTHS["phone"]) as (page, _heard):
        page.goto(f"/ko/report/{rest}")
        assert page.url.endswith(("/ko/report/", "/ko/report/return/"))
