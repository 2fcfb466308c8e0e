"""Every public page in Chromium: both languages, phone and desktop, no scripts, nobody else asked, axe content."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from .browsing import WIDTHS, axe, overflow, snapshot, visitor
from .played import Played

LANGUAGES = ("en", "ko")
EVERY = [pytest.param(*pair, id="-".join(pair)) for pair in itertools.product(LANGUAGES, WIDTHS)]
CAMPAIGN = "/{}/campaigns/save-my-friend/"
# What must be there, beside all that is: a page that was never published would not be missed by looking at the list.
WANTED = ("", "campaigns/", "campaigns/save-my-friend/", "campaigns/save-my-friend/signed/",
          "campaigns/save-my-friend/confirm/", "campaigns/save-my-friend/confirmed/",
          "campaigns/save-my-friend/withdraw/", "campaigns/save-my-friend/withdrawn/",
          "campaigns/save-my-friend/handover/", "blog/", "newsletter/", "newsletter/requested/",
          "newsletter/confirm/", "newsletter/confirmed/", "unsubscribe/", "unsubscribed/", "resubscribed/",
          "comment-received/", "privacy/", "imprint/", "not-found/", "link-problem/", "busy/")  # fmt: skip


def addresses(played: Played, language: str) -> list[tuple[str, int]]:
    """Each page with the status it must have: the live ones, one that is not there, the dark ones, a bad link."""
    dark = played.rows(
        "SELECT path FROM front_published WHERE status = 410 AND content_type LIKE 'text/html%%' AND path LIKE %s",
        f"/{language}/%",
    )
    odd = [(f"/{language}/nowhere/", 404), (f"{CAMPAIGN.format(language)}confirm/?t=forged", 400)]
    return [(path, 200) for path in played.paths(language)] + [(path, 410) for (path,) in dark] + odd


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_and_every_link_leads_somewhere(played: Played, language: str) -> None:
    paths = played.paths(language)
    assert {f"/{language}/{rest}" for rest in WANTED} <= set(paths)
    assert [path for path in paths if re.fullmatch(rf"/{language}/blog/[\w-]+/", path)], "no post"
    followed: set[str] = set()
    for path in paths:
        answer = played.http.get(path)
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}"' in answer.text
        followed |= {urljoin(path, link) for link in re.findall(r'(?:href|src)="([^"#]+)', answer.text)}
    ours = {link for link in followed if urlsplit(link).netloc in ("", urlsplit(played.public).netloc)
            and urlsplit(link).scheme in ("", "http")}  # fmt: skip
    broken = {link for link in ours if played.http.get(link, follow_redirects=True).status_code != 200}
    assert broken == set()


@pytest.mark.parametrize(("language", "width"), EVERY)
def test_pages_need_no_script_and_ask_nobody_else(
    played: Played, browser: Browser, tmp_path: Path, language: str, width: str
) -> None:
    with visitor(browser, played.public, WIDTHS[width], language=language) as (page, heard):
        for path, status in addresses(played, language):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == status, path
            if status != 200:  # which the console repeats
                heard.errors = [error for error in heard.errors if f"status of {status}" not in error]
            assert heard.nothing(), (path, heard)
            assert overflow(page) <= 0, f"{path} scrolls sideways at {WIDTHS[width]}"
            assert page.locator("h1").count() == 1, path
            # One page can do more with a script, and says everything without.
            assert page.locator("script").count() == int(path.endswith("/check/")), path
            assert page.context.cookies() == [], path
            snapshot(page, tmp_path, f"{width}{path}")


@pytest.mark.parametrize(("language", "width"), EVERY)
def test_axe_finds_nothing(played: Played, browser: Browser, language: str, width: str) -> None:
    with visitor(browser, played.public, WIDTHS[width], scripts=True, language=language) as (page, _heard):
        found = {}
        for path, _status in addresses(played, language):
            page.goto(path)
            if violations := axe(page):
                found[path] = violations
        assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_language_is_switched_on_the_page_one_reads(played: Played, browser: Browser, width: str) -> None:
    with visitor(browser, played.public, WIDTHS[width]) as (page, _heard):
        page.goto(CAMPAIGN.format("en"))
        page.get_by_role("link", name="한국어").click()
        assert urlsplit(page.url).path == CAMPAIGN.format("ko")
        assert page.locator("h1").inner_text() == "내 친구를 구해 주세요"
        page.get_by_role("link", name="English").click()
        assert urlsplit(page.url).path == CAMPAIGN.format("en")
        assert page.locator("h1").inner_text() == "Save My Friend"


@pytest.mark.parametrize(("asked", "given"), [("ko-KR", "ko"), ("en-GB", "en"), ("fr", "en")])
def test_only_the_bare_address_asks_what_one_reads(played: Played, browser: Browser, asked: str, given: str) -> None:
    with visitor(browser, played.public, WIDTHS["phone"], language=asked) as (page, _heard):
        page.goto("/")
        assert urlsplit(page.url).path == f"/{given}/"
        page.goto("/ko/")
        assert page.locator("html").get_attribute("lang") == "ko"


@pytest.mark.parametrize(("language", "width"), EVERY)
def test_the_keyboard_skips_to_the_content(played: Played, browser: Browser, language: str, width: str) -> None:
    with visitor(browser, played.public, WIDTHS[width]) as (page, _heard):
        page.goto(CAMPAIGN.format(language))
        page.keyboard.press("Tab")
        first = page.locator(":focus")
        assert first.get_attribute("href") == "#content"
        box = first.bounding_box()
        assert box is not None
        assert box["x"] >= 0 <= box["y"], "the skip link is focused and not to be seen"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1, "the next stop is not in the content"
