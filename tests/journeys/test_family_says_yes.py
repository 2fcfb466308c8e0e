"""From 'the family says yes' to the page in two languages, by two people in Chromium, as docs/guide.md tells it; and
back again by the family's own code."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tocsin.desk.story.cast import PASSWORD

from .browsing import WIDTHS, axe, overflow, snapshot, visitor
from .played import HERE, Played, eventually
from .test_desk_browser import desk

SLUG = "before-friday"
PATHS = {language: f"/{language}/campaigns/{SLUG}/" for language in ("en", "ko")}
A_MINUTE = 60.0
SECONDS_TO_DARK = 20.0
GO_ON = re.compile("^(Save and go on|Go on.*)$")
WORDS = {
    "title": ("Before Friday", "금요일이 오기 전에"),
    "summary": ("They are to be returned on Friday.", "금요일에 송환될 위기에 놓여 있습니다."),
    "demand": ("Do not return them.", "돌려보내지 마십시오."),
    "consent_text": ("I sign this appeal.", "이 호소에 서명합니다."),
    "addressees": ("The authorities who hold them", "이들을 붙잡고 있는 당국"),
}
WHY = {
    "tried_quietly": "Two embassies were asked in confidence, and could do nothing.",
    "why_now": "They are to be returned on Friday. The daughter asks us to speak.",
    "risk_members": "They are returned whether we speak or not.",
    "risk_relatives": "Nobody is named; the daughter is in Seoul.",
    "risk_helpers": "Nothing is said of anybody who helped.",
    "risk_partners": "They were told first.",
    "gone_words_en": "The family asked us to take this back.",
    "gone_words_ko": "가족의 뜻에 따라 내렸습니다.",
}


def look(page: Page, folder: Path, name: str) -> None:
    """Each screen on the way is looked at: at both widths, by axe, and kept as a picture."""
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        snapshot(page, folder, f"{name} {width}")
        assert overflow(page) <= 0, f"{name} {width}"
    found = axe(page)
    assert not found, f"{name}: {found}"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()
    refused = page.locator(".desk-refusal")
    assert refused.count() == 0, refused.inner_text()


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=exact).first.click()


def open_the_file(page: Page) -> str:
    """A file with a woman of 70 in it; the address of its page."""
    page.goto("/cases/new/")
    page.fill("[name=title]", "Two who are held until Friday")
    page.select_option("[name=count_sense]", "at_least")
    page.fill("[name=count_number]", "2")
    press(page, "Open the case")
    file = page.url
    page.goto(f"{file}people/new/")
    page.fill("textarea[name=description]", "a woman of 70")
    page.fill("[name=age_from]", "70")
    page.fill("[name=age_to]", "70")
    press(page, "Save")
    return file


def record_the_yes(page: Page, file: str, folder: Path) -> None:
    """Guide, step 1: everything of one conversation at once."""
    page.goto(file)
    follow(page, "Record what the family said")
    page.get_by_role("group", name="The group as a whole").get_by_label("how many").first.check()
    page.get_by_role("group", name="a woman of 70").get_by_label("age").first.check()
    page.fill("[name=giver]", "her daughter")
    page.select_option("[name=relation]", "child")
    page.fill("[name=explained]", "Who will read it, and that it cannot be called back once read.")
    page.get_by_label("the public").check()
    look(page, folder, "1 consents")
    press(page, "Record it")
    assert page.locator(".desk-cell-yes").count() == 2
    look(page, folder, "1 matrix")


def draft(page: Page, file: str, folder: Path) -> str:
    """Guide, step 2: what of, how much, words, pictures, preview, why; the address of the proposal."""
    page.goto(file)
    follow(page, "Draft a release")
    for box in page.locator("input[name=subjects]").all():
        box.check()
    look(page, folder, "2 what of")
    press(page, GO_ON)
    for rung in ("at least 2", "70"):
        page.locator(".desk-rung:not(.desk-closed)", has_text=re.compile(rung, re.IGNORECASE)).first.click()
    look(page, folder, "2 how much")
    press(page, GO_ON)
    for box in page.locator("fieldset textarea").all():
        if not box.input_value().strip():
            box.fill("최소 두 명이 붙잡혀 있습니다." if box.get_attribute("lang") == "ko" else "At least two are held.")
    look(page, folder, "2 words")
    press(page, GO_ON)
    press(page, GO_ON)
    look(page, folder, "2 preview")
    on = page.get_by_role("link", name=re.compile("Go on|Propose")).or_(page.get_by_role("button", name=GO_ON))
    with page.expect_navigation():
        on.last.click()
    for name, words in WHY.items():
        page.fill(f"[name={name}]", words)
    page.check("[name=prepare]")
    look(page, folder, "2 why")
    press(page, "Propose it to an approver")
    assert "waits for approval" in page.locator("main").inner_text().lower()
    look(page, folder, "2 proposed")
    return page.url


def prepare_the_campaign(page: Page, folder: Path) -> None:
    """Guide, step 4, done before step 3: the campaign waits for the decision."""
    page.goto("/campaigns/new/")
    page.fill("[name=slug]", SLUG)
    choice = page.locator("[name=release] option", has_text="waits for approval").first
    page.select_option("[name=release]", choice.get_attribute("value"))
    page.check("[name=publish_when_live]")
    for name, words in WORDS.items():
        for language, text in zip(("en", "ko"), words, strict=True):
            page.fill(f"[name={name}_{language}]", text)
    press(page, "Save")
    assert "goes live by itself" in page.locator("main").inner_text()
    look(page, folder, "4 campaign")


def decide(page: Page, folder: Path) -> float:
    """Guide, step 3: the approver reads, proves who they are, and approves; the moment when they had."""
    page.goto("/decisions/")
    with page.expect_navigation():
        page.get_by_role("link", name="Read and decide").last.click()
    words = page.locator("main").inner_text()
    assert "her daughter" not in words
    assert "Two embassies were asked" in words
    look(page, folder, "3 read")
    follow(page, "Approve", exact=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Approve").click()
    page.fill("input[type=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("form[method=post] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/decisions/$"))
    return time.monotonic()


def statuses(played: Played) -> dict[str, int]:
    return {language: played.http.get(path).status_code for language, path in PATHS.items()}


def test_from_yes_to_two_languages_within_a_minute_and_back(played: Played, browser: Browser, tmp_path: Path) -> None:
    seeded = played.run("desk", str(HERE / "seed_two_roles.py"))
    assert seeded.returncode == 0, seeded.stderr
    with desk(played, browser, "mina", WIDTHS["desktop"]) as (mina, _heard):
        file = open_the_file(mina)
        record_the_yes(mina, file, tmp_path)
        draft(mina, file, tmp_path)
        prepare_the_campaign(mina, tmp_path)
        assert statuses(played) == {"en": 404, "ko": 404}
    with desk(played, browser, "adaeze", WIDTHS["desktop"]) as (adaeze, _heard):
        approved = decide(adaeze, tmp_path)
    eventually("it is live in both", lambda: statuses(played) == {"en": 200, "ko": 200}, A_MINUTE)
    assert time.monotonic() - approved < A_MINUTE
    assert "70" in played.http.get(PATHS["en"]).text
    assert "70" in played.http.get(PATHS["ko"]).text or "일흔" in played.http.get(PATHS["ko"]).text
    with desk(played, browser, "mina", WIDTHS["phone"]) as (mina, _heard):
        mina.goto(f"{file}ledger/")
        assert PATHS["ko"] in mina.content()
        look(mina, tmp_path, "5 ledger")
        code = give_a_code(mina, file, tmp_path)
    take_it_back(played, browser, code, tmp_path)


def give_a_code(page: Page, file: str, folder: Path) -> str:
    page.goto(f"{file}family-code/new/")
    page.fill("[name=holder]", "her daughter in Seoul")
    press(page, "Make a code")
    look(page, folder, "6 code")
    return page.locator(".desk-code").inner_text()


def take_it_back(played: Played, browser: Browser, code: str, folder: Path) -> None:
    """The daughter, on a phone, without scripts: a slip first, then the seven words in her own way."""
    with visitor(browser, played.public, WIDTHS["phone"], language="ko") as (page, heard):
        page.goto("/ko/family/")
        snapshot(page, folder, "7 family")
        assert overflow(page) <= 0
        page.fill("#id_words", code.rsplit(" ", 1)[0])
        page.locator("form button[type=submit]").first.click()
        assert page.locator("[aria-invalid=true]").count() == 1
        page.fill("#id_words", code.upper().replace(" ", "-"))
        page.locator("form button[type=submit]").first.click()
        page.wait_for_url("**/ko/family/received/")
        snapshot(page, folder, "7 received")
        shown = page.content().lower()
        assert not any(sign.join(code.lower().split()) in shown for sign in (" ", "-", "+", "%20"))
        assert heard.strangers == []
    eventually("it is dark", lambda: set(statuses(played).values()) == {410}, SECONDS_TO_DARK)
    assert "가족의 뜻에 따라 내렸습니다." in played.http.get(PATHS["ko"]).text
    with desk(played, browser, "mina", WIDTHS["desktop"]) as (mina, _heard):
        assert "by the family's code" in mina.locator("main").inner_text()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_familys_door_is_sound(played: Played, browser: Browser, language: str) -> None:
    with visitor(browser, played.public, WIDTHS["phone"], scripts=True, language=language) as (page, heard):
        for path in ("family/", "family/received/"):
            page.goto(f"/{language}/{path}")
            assert axe(page) == []
            assert overflow(page) <= 0
        assert heard.nothing()
