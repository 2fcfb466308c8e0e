"""A person's whole way in Chromium, without scripts: sign, mail, button, counted, withdraw; the list and back."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tocsin.desk.story.mailbox import link_in

from .browsing import PHONE, WIDTHS, visitor
from .played import Played, eventually

CAMPAIGN = "/{}/campaigns/save-my-friend/"
WAYS = [pytest.param("en", "phone", "DE", id="en-phone"), pytest.param("ko", "desktop", "KR", id="ko-desktop")]


def somebody() -> str:
    return f"{uuid.uuid4().hex[:12]}@visitor.example"


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def count_on(page: Page, language: str) -> int:
    page.goto(CAMPAIGN.format(language))
    return int(page.locator("#count strong, .figure strong").first.inner_text().replace(",", ""))


def newest_mail(played: Played, address: str, known: int = 0) -> dict[str, object]:
    """The mail to an address after ``known`` ones."""
    eventually(f"a mail after {known}", lambda: len(played.mailbox.messages(to=address)) > known)
    return played.mailbox.read(played.mailbox.messages(to=address)[0])


def link_of(mail: dict[str, object], part: str) -> str:
    return link_in(str(mail["text"]), part)


def fill(page: Page, name: str, email: str, country: str) -> None:
    page.fill("#id_name", name)
    page.fill("#id_email", email)
    page.select_option("#id_country", country)
    page.check("#id_updates")
    page.check("#id_consent")


def press(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button").click()


@pytest.mark.parametrize(("language", "width", "country"), WAYS)
def test_a_signature_counts_once_confirmed_and_no_more_once_withdrawn(
    played: Played, browser: Browser, language: str, width: str, country: str
) -> None:
    email = somebody()
    with visitor(browser, played.public, WIDTHS[width], language=language) as (page, heard):
        before = count_on(page, language)
        fill(page, "Nuri Visitor", email, country)
        press(page)
        assert path_of(page) == CAMPAIGN.format(language) + "signed/"
        mail = newest_mail(played, email)
        page.goto(link_of(mail, "/confirm/"))
        assert count_on(page, language) == before, "opening the link alone has confirmed"
        page.goto(link_of(mail, "/confirm/"))
        press(page)
        assert path_of(page) == CAMPAIGN.format(language) + "confirmed/"
        eventually("the count grows on the page", lambda: count_on(page, language) == before + 1)
        page.goto(link_of(mail, "/withdraw/"))
        press(page)
        assert path_of(page) == CAMPAIGN.format(language) + "withdrawn/"
        eventually("the count falls on the page", lambda: count_on(page, language) == before)
        assert heard.nothing(), heard
        assert page.context.cookies() == []


def test_a_second_signature_of_one_person_is_not_told_and_not_counted(played: Played, browser: Browser) -> None:
    email = somebody()
    with visitor(browser, played.public, PHONE) as (page, _heard):
        before = count_on(page, "en")
        answers = []
        for address in (email, email.upper()):
            count_on(page, "en")
            fill(page, "Nuri Again", address, "SE")
            press(page)
            answers.append(page.locator("main").inner_text())
        assert answers[0] == answers[1]
        page.goto(link_of(newest_mail(played, email), "/confirm/"))
        press(page)
        eventually("one more", lambda: count_on(page, "en") == before + 1)
    signatures = "SELECT count(*) FROM campaigns_signature"
    people = "SELECT count(DISTINCT contact_id) FROM campaigns_signature"
    assert played.value(signatures) == played.value(people)


@pytest.mark.parametrize(("language", "width", "country"), WAYS)
def test_wrong_input_is_said_and_what_was_typed_is_kept(
    played: Played, browser: Browser, language: str, width: str, country: str
) -> None:
    with visitor(browser, played.public, WIDTHS[width], language=language) as (page, _heard):
        page.goto(CAMPAIGN.format(language))
        fill(page, "www.buy.example <b>", "nobody@nowhere", country)
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            press(page)
        assert answered.value.status == 422
        problems = page.get_by_role("alert")
        assert problems.locator("li").count() == 2
        assert {link.get_attribute("href") for link in problems.locator("a").all()} == {"#id_name", "#id_email"}
        assert page.input_value("#id_name") == "www.buy.example <b>"
        assert page.input_value("#id_email") == "nobody@nowhere"
        assert page.input_value("#id_country") == country
        assert page.is_checked("#id_updates")
        assert page.locator("#id_email").get_attribute("aria-invalid") == "true"
        page.fill("#id_name", "Nuri Corrected")
        page.fill("#id_email", somebody())
        page.check("#id_consent")
        press(page)
        assert path_of(page) == CAMPAIGN.format(language) + "signed/"
        page.goto(CAMPAIGN.format(language))
        assert page.input_value("#id_name") == "", "one visitor's words are shown to the next"


@pytest.mark.parametrize(("language", "width"), [("en", "desktop"), ("ko", "phone")])
def test_the_newsletter_is_joined_by_the_button_behind_the_link(
    played: Played, browser: Browser, language: str, width: str
) -> None:
    email = somebody()

    def states() -> dict[str, int]:
        return dict(played.rows("SELECT state, count(*)::int FROM supporters_subscription GROUP BY state"))

    with visitor(browser, played.public, WIDTHS[width], language=language) as (page, heard):
        before = states()
        page.goto(f"/{language}/newsletter/")
        page.fill("#id_email", email)
        page.check("#id_consent")
        press(page)
        assert path_of(page) == f"/{language}/newsletter/requested/"
        page.goto(link_of(newest_mail(played, email), "/newsletter/confirm/"))
        assert states().get("confirmed", 0) == before["confirmed"]
        press(page)
        assert path_of(page) == f"/{language}/newsletter/confirmed/"
        eventually("subscribed", lambda: states()["confirmed"] == before["confirmed"] + 1)
        assert heard.nothing(), heard


def test_unsubscribing_is_one_button_and_can_be_taken_back(played: Played, browser: Browser) -> None:
    newsletter = played.mailbox.messages(subject="at least 31 people need us now")[0]
    mail = played.mailbox.read(newsletter)

    def confirmed() -> int:
        return int(played.value("SELECT count(*)::int FROM supporters_subscription WHERE state = 'confirmed'"))

    with visitor(browser, played.public, PHONE) as (page, heard):
        before = confirmed()
        page.goto(link_of(mail, "/unsubscribe/"))
        assert confirmed() == before
        press(page)
        assert path_of(page) == "/en/unsubscribed/"
        eventually("unsubscribed", lambda: confirmed() == before - 1)
        press(page)
        assert path_of(page) == "/en/resubscribed/"
        eventually("taken back", lambda: confirmed() == before)
        assert heard.nothing(), heard


def test_a_comment_waits_unseen(played: Played, browser: Browser) -> None:
    post = next(path for path in played.paths("en") if path.count("/") == 4 and path.startswith("/en/blog/"))
    with visitor(browser, played.public, PHONE) as (page, _heard):
        page.goto(post)
        page.fill("#id_name", "A stranger")
        page.fill("#id_text", "Words that nobody has read yet.")
        press(page)
        assert path_of(page) == "/en/comment-received/"
        page.goto(post)
        assert "nobody has read" not in page.locator("main").inner_text()
    assert played.value("SELECT count(*) FROM front_letterbox WHERE kind = 'comment'") >= 1
