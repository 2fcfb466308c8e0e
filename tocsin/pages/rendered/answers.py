"""The short pages that answer a form or a mailed link. None of them knows whose link it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tocsin.front.logs import log_root
from tocsin.pages.assets import PROGRAM_PATH, receipt_path
from tocsin.pages.listing import names_of_addressees, paths_of
from tocsin.pages.models import CampaignPage
from tocsin.pages.outputs import Output
from tocsin.pages.rendering import everywhere, frame, render


@dataclass(frozen=True)
class Link:
    path: str
    words: str


@dataclass(frozen=True)
class Share:
    """What a reader may pass on: ``mail`` as the body of a message, ``quote`` as words to paste."""

    title: str
    url: str
    mail: str
    quote: str


def share_of(title: str, summary: str, url: str) -> Share:
    return Share(title, url, f"{summary}\n\n{url}\n", f"{title}\n\n{summary}\n\n{url}")


def answer(language: str, rest: str, **context: Any) -> Output:
    """A page at ``/LANGUAGE/REST`` that exists in every language."""
    return answer_at(language, everywhere(rest), **context)


def answer_at(language: str, paths: dict[str, str], **context: Any) -> Output:
    shown = frame(language, paths, private=True)
    body = render("answer.html", shown, **context)
    return Output(path=shown.path, language=language, body=body, headers={"X-Robots-Tag": "noindex"})


def of_campaign(page: CampaignPage, *, open: bool) -> Iterator[Output]:
    """Signed, confirm, confirmed, withdraw, withdrawn; the last two stay when the campaign goes.

    A closed campaign's 'signed' is published as gone: so the front knows that it takes no more signatures.
    """
    yield from _signing(page, open=open)
    yield _checking(page)
    yield from _withdrawing(page)


def _signing(page: CampaignPage, *, open: bool) -> Iterator[Output]:
    words = page.campaign.texts.get(language=page.language)
    home = Link(page.window_path, _("Back to the appeal"))
    kicker = words.title
    yield _own(page, "signed/", **_signed(home) if open else _closed(home), kicker=kicker, status=200 if open else 410)
    yield _own(
        page, "confirm/", kicker=kicker, title=_("Confirm your signature"), button=_("Yes, I sign"),
        lines=[
            _("You, or somebody with your address, signed this appeal."),
            _("Your signature counts once you press this button."),
            _("If it was not you, close this page: nothing is kept that counts."),
        ],
        links=[home],
    )  # fmt: skip
    url = frame(page.language, paths_of(page)).url
    yield _own(
        page, "confirmed/", kicker=kicker, title=_("Thank you. Your name is with them."),
        button=_("Keep my receipt"), check=Link(f"{page.window_path}check/", _("How this count can be checked")),
        lines=[
            _("Your signature is confirmed and will be counted within minutes."),
            _("Your receipt is a small file without your name or address. With it you can check, now or in years, that "
              "you were counted. It is not sent by mail: keep it only where it puts you in no danger."),
            _("An appeal is as strong as the number of those who stand behind it. Would you tell one more person?"),
        ],
        links=[home], share=share_of(words.title, words.summary, url),
    )  # fmt: skip


def _checking(page: CampaignPage) -> Output:
    """What the count proves, and how to check it: named after the campaign, so it goes with it."""
    paths = {language: f"{path}check/" for language, path in paths_of(page).items()}
    shown, below = frame(page.language, paths, private=True), log_root(page.campaign.slug).rstrip("/")
    body = render(
        "check.html", shown, kicker=page.campaign.texts.get(language=page.language).title, log=below,
        log_url=shown.organisation.url + below, key=f"{below}/key", script=PROGRAM_PATH, receipt_js=receipt_path(),
        appeal_path=page.window_path, title=_("How this count can be checked"),
    )  # fmt: skip
    return Output(
        path=shown.path, language=page.language, body=body, releases=frozenset({page.campaign.release_id}),
        headers={"X-Robots-Tag": "noindex"},
    )  # fmt: skip


def _signed(home: Link) -> dict[str, Any]:
    return {
        "title": _("Please look into your mailbox"),
        "lines": [
            _("We have sent you a message. Open the link in it and press the button: then your signature counts."),
            _("Nothing there after some minutes? Look into the folder for unwanted mail, or sign once more."),
        ],
        "links": [home],
    }


def _closed(home: Link) -> dict[str, Any]:
    return {
        "title": _("This appeal is closed"),
        "lines": [_("No more names are collected. Thank you to everyone who stood with these people.")],
        "links": [home],
    }


def _own(page: CampaignPage, rest: str, *, status: int = 200, **context: Any) -> Output:
    """A page below the campaign's, built on the same release since it names the campaign."""
    paths = {language: path + rest for language, path in paths_of(page).items()}
    shown = frame(page.language, paths, private=True)
    return Output(
        path=shown.path, language=page.language, body=render("answer.html", shown, **context), status=status,
        releases=frozenset({page.campaign.release_id}), headers={"X-Robots-Tag": "noindex"},
    )  # fmt: skip


def _withdrawing(page: CampaignPage) -> Iterator[Output]:
    """Without a word about the campaign, so that they may stay when it has gone dark."""
    below = f"campaigns/{page.campaign.slug}/"
    yield _lasting(
        page, below + "withdraw/", title=_("Withdraw your signature"), button=_("Withdraw my signature"),
        lines=[
            _("Your signature will no longer be counted, and we will not write to you about this appeal again."),
            _("Nobody is told that you withdrew."),
        ],
    )  # fmt: skip
    yield _lasting(
        page, below + "withdrawn/", title=_("Your signature is withdrawn"),
        lines=[_("The count will fall by one within minutes. We have kept your wish, not your reasons.")],
    )  # fmt: skip


def _lasting(page: CampaignPage, rest: str, **context: Any) -> Output:
    made = answer(page.language, rest, links=[Link(f"/{page.language}/", _("To the first page"))], **context)
    return Output(path=made.path, language=made.language, body=made.body, headers=made.headers, lasting=True)


__all__ = ["Link", "Share", "answer", "answer_at", "names_of_addressees", "of_campaign", "share_of"]
