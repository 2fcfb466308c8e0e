"""The addresses that take a POST, and what belongs to each."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """``page`` must be live and, on a 422, is shown again; ``then`` is where a form goes on to.

    ``purpose`` is that of the link token without which nothing is done; then the token is the authority, so an
    address without ``page`` stays open when the campaign is dark: whoever signed can still withdraw.
    """

    kind: str
    pattern: re.Pattern[str]
    then: str
    page: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An address as it was asked for: its language and slug ('' where it has none)."""

    address: Address
    language: str
    slug: str

    @property
    def page(self) -> str:
        return self.address.page.format(lang=self.language, slug=self.slug)

    @property
    def then(self) -> str:
        return self.address.then.format(lang=self.language, slug=self.slug)


_LANG, _SLUG = r"/(?P<lang>[A-Za-z-]{2,12})", r"(?P<slug>[\w-]{1,200})"
_CAMPAIGN = "/{lang}/campaigns/{slug}/"


def _at(rest: str) -> re.Pattern[str]:
    return re.compile(_LANG + rest)


ADDRESSES = (
    Address("sign", _at(rf"/campaigns/{_SLUG}/sign"), _CAMPAIGN + "signed/", _CAMPAIGN),
    Address("confirm", _at(rf"/campaigns/{_SLUG}/confirm/"), _CAMPAIGN + "confirmed/", _CAMPAIGN, "confirm-signature"),
    Address("receipt", _at(rf"/campaigns/{_SLUG}/confirmed/"), "", _CAMPAIGN + "confirmed/", "confirm-signature"),
    Address("withdraw", _at(rf"/campaigns/{_SLUG}/withdraw/"), _CAMPAIGN + "withdrawn/", purpose="withdraw-signature"),
    Address("subscribe", _at("/newsletter/"), "/{lang}/newsletter/requested/", "/{lang}/newsletter/"),
    Address(
        "confirm-subscription",
        _at("/newsletter/confirm/"),
        "/{lang}/newsletter/confirmed/",
        purpose="confirm-newsletter",
    ),
    Address("unsubscribe", _at("/unsubscribe/"), "/{lang}/unsubscribed/", purpose="unsubscribe"),
    Address("resubscribe", _at("/unsubscribed/"), "/{lang}/resubscribed/", purpose="unsubscribe"),
    Address("family-code", _at("/family/"), "/{lang}/family/received/", "/{lang}/family/"),
    Address("comment", _at(rf"/blog/{_SLUG}/comments/"), "/{lang}/comment-received/", "/{lang}/blog/{slug}/"),
)


def find(path: str, languages: tuple[str, ...]) -> Place | None:
    """The address that a path is, if it takes a POST."""
    for address in ADDRESSES:
        found = address.pattern.fullmatch(path)
        if found is not None and found["lang"] in languages:
            return Place(address, found["lang"], found.groupdict().get("slug") or "")
    return None
