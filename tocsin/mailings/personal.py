"""What of a letter is one person's own: the greeting and the signed links. Made by the worker, for one message."""

from __future__ import annotations

import functools
import re
import time
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.core.keys import keyring
from tocsin.core.links import LinkSigner

CONFIRM_DAYS = 30
_LIKE_A_LINK = re.compile(r"[@/\\<>]|\w\.\w|www|[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", re.IGNORECASE)
_LONGEST_NAME = 60


def greeting(name: str, language: str) -> str:
    """How a person is addressed; without a name where there is none, or where it looks like anything but a name."""
    name = " ".join(name.split())
    nameless, named = _greetings(language)
    if not name or len(name) > _LONGEST_NAME or _LIKE_A_LINK.search(name):
        return nameless
    return named % {"name": name}


@functools.lru_cache(maxsize=64)
def _greetings(language: str) -> tuple[str, str]:
    with translation.override(language):
        return _("Hello,"), _("Hello %(name)s,")


def confirm_link(language: str, campaign: str, signature_id: UUID, receipt: str) -> str:
    """``receipt`` is the salt of the signer's receipt, which the page behind the link hands out; '' for none."""
    extra = {"c": campaign} | ({"r": receipt} if receipt else {})
    token = _sign("confirm-signature", signature_id, extra, days=CONFIRM_DAYS)
    return _address(language, f"campaigns/{campaign}/confirm", token)


def withdraw_link(language: str, campaign: str, signature_id: UUID) -> str:
    return _address(
        language, f"campaigns/{campaign}/withdraw", _sign("withdraw-signature", signature_id, {"c": campaign})
    )


def subscription_link(language: str, subscription_id: UUID) -> str:
    return _address(language, "newsletter/confirm", _sign("confirm-newsletter", subscription_id, days=CONFIRM_DAYS))


def unsubscribe_link(language: str, contact_id: UUID, campaign: str | None) -> str:
    """From a campaign's updates, or from the newsletter where no campaign is given. It never expires."""
    what = {"k": "newsletter"} if campaign is None else {"k": "updates", "c": campaign}
    return _address(language, "unsubscribe", _sign("unsubscribe", contact_id, what))


def _sign(purpose: str, subject: UUID, extra: dict[str, str] | None = None, days: int | None = None) -> str:
    expires = None if days is None else int(time.time()) + days * 86_400
    return _signer().sign(purpose, str(subject), expires=expires, extra=extra)


@functools.cache
def _signer() -> LinkSigner:
    """One for all links, which keeps its key ready. A newer key counts from the next start of the process."""
    return keyring().link_signer()


def _address(language: str, path: str, token: str) -> str:
    return f"{settings.TOCSIN.public_url}/{language}/{path}/?t={token}"
