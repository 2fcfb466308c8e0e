"""The words of automatic letters, in the language that is active (``translation.override``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.campaigns.models import Campaign, CampaignText

from .models import Letter
from .words import LetterWords


def campaign_words(kind: str, campaign: Campaign) -> dict[str, LetterWords]:
    """Language -> words of a campaign's automatic letter, for each language that the campaign speaks."""
    write = _CAMPAIGN[kind]
    return {text.language: _in(text.language, partial(write, text)) for text in campaign.texts.all()}


def subscription_words() -> dict[str, LetterWords]:
    return {language: _in(language, _subscription) for language, _name in settings.LANGUAGES}


def _in(language: str, write: Callable[[], LetterWords]) -> LetterWords:
    with translation.override(language):
        return write()


def _confirmation(text: CampaignText) -> LetterWords:
    body = [
        _("“%(title)s” was signed with this e-mail address.") % {"title": text.title},
        _("What is asked:"),
        "\n".join(f"- {line.strip()}" for line in text.demand.splitlines() if line.strip()),
        _(
            "Your signature does not count yet. Open the page behind this link and press the button there:"
            " only that confirms it."
        ),
        _named(_("Go to the page and confirm"), "%%confirm%%"),
        "?newsletter " + _("You also asked for our newsletter. Confirming your signature confirms that too."),
        _("If it was not you, do nothing. Without a confirmation nothing is counted."),
        _("If you change your mind, now or later:") + " " + _named(_("withdraw my signature"), "%%withdraw%%"),
    ]
    return LetterWords(
        _("Please confirm your signature: %(title)s") % {"title": text.title},
        _("Only the button on the page behind the link counts."),
        "\n\n".join(body),
    )


def _already_signed(text: CampaignText) -> LetterWords:
    body = [
        _("“%(title)s” was signed once more with this e-mail address.") % {"title": text.title},
        _("Your signature was confirmed before and counts once. There is nothing for you to do."),
        _("If it was not you who signed again, do nothing: nothing has changed."),
        _("If you change your mind, now or later:") + " " + _named(_("withdraw my signature"), "%%withdraw%%"),
    ]
    return LetterWords(
        _("You have signed already: %(title)s") % {"title": text.title},
        _("Your signature counts. There is nothing for you to do."),
        "\n\n".join(body),
    )


def _subscription() -> LetterWords:
    body = [
        _("The newsletter of %(organisation)s was asked for with this e-mail address.") % _here(),
        _("Open the page behind this link and press the button there: only that puts you on the list."),
        _named(_("Go to the page and confirm"), "%%subscribe%%"),
        _("If it was not you, do nothing. Without a confirmation you are not on the list."),
    ]
    return LetterWords(
        _("Please confirm your subscription to our newsletter"),
        _("Only the button on the page behind the link counts."),
        "\n\n".join(body),
    )


def _named(label: str, mark: str) -> str:
    """A link in the notation of ``blocks``."""
    return f"[{label}]({mark})"


def _here() -> dict[str, str]:
    return {"organisation": settings.TOCSIN.organisation}


_CAMPAIGN: dict[str, Callable[[CampaignText], LetterWords]] = {
    Letter.Kind.CONFIRMATION: _confirmation,
    Letter.Kind.ALREADY_SIGNED: _already_signed,
}
