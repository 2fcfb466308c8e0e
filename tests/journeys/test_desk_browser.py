"""The desk in Chromium: each role's rooms at both widths and in both languages, the outsider, and Mina's phone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tocsin.desk.story.cast import PASSWORD, address_of

from .browsing import WIDTHS, Heard, axe, overflow, snapshot, visitor
from .played import HERE, SOON, Played, eventually

MENUS = {
    "mina": {"/", "/intake/", "/cases/"},
    "adaeze": {"/", "/decisions/"},
    "teo": {"/", "/campaigns/", "/letters/", "/comments/", "/images/"},
    "ruth": {"/", "/staff/", "/audit/"},
}
# Pages behind those of the menu, found by SQL.
BEHIND = {
    "mina": {
        "/intake/{}/": "SELECT id FROM intake_report WHERE triage = 'linked'",
        "/cases/{}/": "SELECT id FROM cases_case",
        "/cases/{}/releases/new/": "SELECT id FROM cases_case",
        "/cases/{}/people/new/": "SELECT id FROM cases_case",
        "/cases/{}/events/new/": "SELECT id FROM cases_case",
        "/cases/{}/files/new/": "SELECT id FROM cases_case",
        "/cases/{}": "SELECT case_id || '/people/' || person_id || '/' FROM cases_attachment",
        "/releases/{}/": "SELECT id FROM disclosure_public_release WHERE state = 'approved'",
        "/releases/{}/withdraw/": "SELECT id FROM disclosure_public_release WHERE state = 'approved'",
    },
    "teo": {
        "/campaigns/{}/": "SELECT id FROM campaigns_campaign",
        "/campaigns/new/": "SELECT 1",
        "/letters/{}/": "SELECT id FROM mailings_letter WHERE kind = 'newsletter'",
        "/letters/new/": "SELECT 1",
        "/pages/": "SELECT 1",  # in the menu as a button that opens the tree
        "/pages/{}/edit/": "SELECT page_ptr_id FROM pages_campaign",
    },
    "adaeze": {"/me/": "SELECT 1"},
    "ruth": {"/staff/invite/": "SELECT 1", "/recovery/": "SELECT 1"},
}
# What others than a case's people must not even know to be there.
SECRET = ("/intake/{}/", "/cases/{}/", "/cases/{}/releases/new/", "/releases/{}/", "/releases/{}/withdraw/")
MENU_LINKS = "[...document.querySelectorAll('nav a[href]')].map(link => link.pathname)"


@contextmanager
def desk(
    played: Played, browser: Browser, key: str, size: tuple[int, int], language: str = "en"
) -> Iterator[tuple[Page, Heard]]:
    """Somebody who has logged in on the desk and reads it in their language. Wagtail's admin needs scripts."""
    with played.database() as database:
        database.execute("UPDATE accounts_staff SET language = %s WHERE email = %s", [language, address_of(key)])
    with visitor(browser, played.desk, size, scripts=True) as (page, heard):
        answer = page.goto("/")
        assert answer is not None
        assert answer.status == 200, "the login does not open"
        page.fill("input[name=login]", address_of(key))
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.locator("form[method=post] button[type=submit]").click()
        assert urlsplit(page.url).path == "/", page.locator("body").inner_text()[:300]
        yield page, heard


def menu(page: Page) -> set[str]:
    page.locator(".sidebar nav a[href]").first.wait_for(state="attached")
    return {path for path in page.evaluate(MENU_LINKS) if not re.search("logout|account|/me/|#", path)}


def behind(played: Played, key: str) -> list[str]:
    return [address.format(played.rows(question)[0][0]) for address, question in BEHIND[key].items()]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("key", MENUS)
def test_each_role_sees_its_rooms(played: Played, browser: Browser, tmp_path: Path, key: str, language: str) -> None:
    found: dict[str, object] = {}
    with desk(played, browser, key, WIDTHS["desktop"], language) as (page, heard):
        assert menu(page) >= MENUS[key]
        others = set().union(*MENUS.values()) - MENUS[key]
        assert not menu(page) & others
        for address in [*sorted(MENUS[key]), *behind(played, key)]:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert page.locator("html").get_attribute("lang") == language
            if language == "ko":
                assert re.search("[가-힣]{2}", page.locator("main").first.inner_text()), f"{address} is not in Korean"
            for width, (across, down) in WIDTHS.items():
                page.set_viewport_size({"width": across, "height": down})
                snapshot(page, tmp_path, f"{width} {address}")
                if (wide := overflow(page)) > 0:
                    found[f"{address} {width}"] = f"{wide} pixels too wide"
                if violations := axe(page):
                    found[f"{address} {width} axe"] = violations
            if not heard.nothing():
                found[f"{address} heard"] = (heard.errors[:], heard.strangers[:], heard.failed[:])
                heard.errors.clear(), heard.strangers.clear(), heard.failed.clear()
    assert found == {}


@pytest.mark.parametrize("key", ["jonas", "adaeze", "teo", "ruth"])
def test_whoever_is_not_of_a_case_finds_nothing_there(played: Played, browser: Browser, key: str) -> None:
    wanted = [one.format(played.rows(BEHIND["mina"][one])[0][0]) for one in SECRET]
    title = "A group held near the border"
    with desk(played, browser, key, WIDTHS["phone"]) as (page, _heard):
        for address in wanted:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 404, address
            assert title not in page.content()
        page.goto("/")
        for address in sorted(menu(page)):
            page.goto(address)
            assert title not in page.content()


def test_nobody_without_a_login_sees_the_desk(played: Played, browser: Browser) -> None:
    with visitor(browser, played.desk, WIDTHS["phone"], scripts=True) as (page, _heard):
        for address in sorted(set().union(*MENUS.values())) + behind(played, "mina"):
            page.goto(address)
            assert urlsplit(page.url).path == "/accounts/login/", address
        assert axe(page) == []


def waiting_letter(played: Played) -> str:
    """A letter on the release, of which every envelope waits."""
    sent = played.run("desk", str(HERE / "seed_waiting_letter.py"))
    assert sent.returncode == 0, sent.stderr
    letter = sent.stdout.strip()
    eventually("its audience is frozen", lambda: envelopes(played, letter))
    assert set(envelopes(played, letter)) == {"waiting"}
    return letter


def envelopes(played: Played, letter: str) -> dict[str, int]:
    counted = "SELECT state, count(*)::int FROM mailings_envelope WHERE letter_id = %s GROUP BY state"
    return dict(played.rows(counted, letter))


def test_mina_withdraws_from_her_phone_in_three_taps(played: Played, browser: Browser) -> None:
    """The last of all journeys: the campaign is dark afterwards, in the window and in the mail."""
    ((release,),) = played.rows("SELECT id FROM disclosure_public_release WHERE state = 'approved'")
    paths = [f"/{language}/campaigns/save-my-friend/" for language in ("en", "ko")]
    assert {played.http.get(path).status_code for path in paths} == {200}
    letter = waiting_letter(played)
    with desk(played, browser, "mina", (390, 844)) as (page, _heard):
        page.goto("/cases/")
        taps = 0
        for target in (
            page.get_by_role("link", name="A group held near the border"),
            page.locator(f"a[href$='/releases/{release}/withdraw/']").first,
            page.locator("form[method=post] button.serious"),
        ):
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24, "too small for a thumb (WCAG 2.2, 2.5.8)"
            with page.expect_navigation():
                target.click()
            taps += 1
        pressed = time.monotonic()
        assert taps <= 3
        eventually("the campaign is dark", lambda: {played.http.get(path).status_code for path in paths} == {410}, SOON)
        assert time.monotonic() - pressed <= SOON
    assert set(envelopes(played, letter)) == {"stopped"}
    dark = played.rows("SELECT path FROM front_published WHERE %s = ANY(releases)", release)
    assert len(dark) > 10
    assert {played.http.get(path).status_code for (path,) in dark} <= {404, 410}
    for language, word in (("en", "The family asked us"), ("ko", "가족의 뜻")):
        assert word in played.http.get(f"/{language}/campaigns/save-my-friend/").text
    for language in ("en", "ko"):
        for path in played.paths(language):
            assert "a child of 5" not in played.http.get(path).text.lower()
    assert played.http.get("/campaigns/save-my-friend/count.json").status_code == 404
    said = {"name": "Too Late", "email": "late@visitor.example", "country": "SE", "updates": "no", "consent": "yes"}
    assert played.http.post("/en/campaigns/save-my-friend/sign", data=said).status_code == 410
