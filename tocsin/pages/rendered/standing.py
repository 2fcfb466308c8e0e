"""The site's own answers, which belong to no page: the same until the next release of Tocsin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.pages import forms
from tocsin.pages.assets import assets
from tocsin.pages.outputs import Output
from tocsin.pages.rendering import LANGUAGES, everywhere, frame, render

from .answers import Link, answer
from .reports import report_outputs


def standing_outputs() -> Iterator[Output]:
    """Every one of them in every language, and the stylesheet and the mark."""
    yield from assets()
    for language in LANGUAGES:
        with translation.override(language):
            yield from _newsletter(language)
            yield from report_outputs(language)
            yield from _family(language)
            yield from _unsubscribing(language)
            yield from _troubles(language)


def _home(language: str) -> list[Link]:
    return [Link(f"/{language}/", _("To the first page"))]


def _newsletter(language: str) -> Iterator[Output]:
    shown = frame(language, everywhere("newsletter/"))
    yield Output(
        path=shown.path, language=language, slots=True, messages=forms.messages(language, forms.SUBSCRIBE),
        body=render("newsletter.html", shown, title=_("Newsletter")),
    )  # fmt: skip
    yield answer(
        language, "newsletter/requested/", title=_("Please look into your mailbox"), links=_home(language),
        lines=[
            _("We have sent you a message. Open the link in it and press the button there: then you are on the list."),
            _("Nothing there after some minutes? Look into the folder for unwanted mail, or try once more."),
        ],
    )  # fmt: skip
    yield answer(
        language, "newsletter/confirm/", title=_("Confirm your subscription"), button=_("Yes, send it to me"),
        lines=[_("Press the button, and our next letter comes to you too."),
               _("If you did not ask for this, close this page: you will not hear from us.")],
    )  # fmt: skip
    yield answer(
        language, "newsletter/confirmed/", title=_("You are on the list"), links=_home(language),
        lines=[_("Thank you. We write when it matters, and every letter lets you leave with one click.")],
    )  # fmt: skip


def _family(language: str) -> Iterator[Output]:
    """Where a family types its code. What is answered never depends on whether it was right."""
    shown = frame(language, everywhere("family/"), private=True)
    yield Output(
        path=shown.path, language=language, slots=True, messages=forms.messages(language, forms.FAMILY),
        headers={"X-Robots-Tag": "noindex"}, body=render("family.html", shown, title=_("For families")),
    )  # fmt: skip
    yield answer(
        language, "family/received/", title=_("We have your words"), links=_home(language),
        lines=[
            _("If they are your code, everything that was told to the public goes dark within seconds."),
            _("So that nobody can try words here, we do not say whether they were right. Look at the page in a minute:"
              " if it is still there, check the words and send them again, or call us."),
        ],
    )  # fmt: skip


def _unsubscribing(language: str) -> Iterator[Output]:
    yield answer(
        language, "unsubscribe/", title=_("Unsubscribe"), button=_("Unsubscribe"),
        lines=[_("Press the button, and these letters stop. Nothing else is asked of you.")],
    )  # fmt: skip
    yield answer(
        language, "unsubscribed/", title=_("You are unsubscribed"), button=_("Undo: keep me on the list"),
        lines=[
            _("These letters will not come any more."),
            _("Was it a mistake, or did somebody press it to whom you passed the letter on?"),
        ],
    )  # fmt: skip
    yield answer(
        language, "resubscribed/", title=_("You are on the list again"), links=_home(language),
        lines=[_("As if nothing had happened.")],
    )  # fmt: skip


def _troubles(language: str) -> Iterator[Output]:
    yield answer(
        language, "comment-received/", title=_("Thank you for your comment"), links=_home(language),
        lines=[_("It waits until one of us has read it. We leave out what could put somebody in danger.")],
    )  # fmt: skip
    yield answer(
        language, "link-problem/", title=_("This link does not work, or not any more"),
        lines=[
            _("It may be too old, or a part of it was lost on the way: copy the whole address from the message."),
            _("If it was to confirm a signature, sign once more and we send you a fresh link."),
            _("Nothing has been changed."),
        ],
        links=[Link(f"/{language}/campaigns/", _("To the appeals")), *_home(language)],
    )  # fmt: skip
    yield answer(
        language, "not-found/", title=_("There is nothing here"),
        lines=[_("The address may be mistyped, or what was here has been taken back.")],
        links=[*_home(language), Link(f"/{language}/blog/", _("All news"))],
    )  # fmt: skip
    yield answer(
        language, "busy/", title=_("One moment, please"),
        lines=[
            _("Very many people are here at once, and what you sent has not been kept."),
            _("Go back, wait a minute, and send it again. Nothing that we acknowledged is ever lost."),
        ],
    )  # fmt: skip


def gone_page(language: str, words: str) -> Output:
    """What a page says after its release was withdrawn: the family's words, and nothing of what was there."""
    with translation.override(language):
        made = answer(
            language, "gone/", title=_("This page has been taken back"), lines=words.splitlines() or [],
            links=_home(language),
        )  # fmt: skip
    return replace(made, status=410)
