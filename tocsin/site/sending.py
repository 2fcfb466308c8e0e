"""The settings about sending that are more than one word: further servers, paces, the day a domain was first used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

from tocsin.site.errors import SiteError

SECURITIES = ("none", "opportunistic", "starttls", "tls")
_MORE = "TOCSIN_SMTP_MORE"
_FORM = "it must be addresses like smtp://user@host:587?security=starttls&weight=1, with spaces between"


@dataclass(frozen=True)
class Server:
    """A further server for mail, without its password."""

    host: str
    port: int
    security: str
    user: str
    weight: int


def servers(text: str) -> tuple[Server, ...]:
    """From the words of TOCSIN_SMTP_MORE. Raises SiteError; a password in it is refused, since settings are kept."""
    return tuple(_server(word) for word in text.split())


def _server(word: str) -> Server:
    try:
        parts = urlsplit(word)
        said = parse_qs(parts.query, strict_parsing=bool(parts.query))
        security, weight = said.pop("security", ["starttls"])[0], int(said.pop("weight", ["1"])[0])
        right = parts.scheme == "smtp" and parts.hostname and not parts.path and not said and parts.password is None
        if not right or security not in SECURITIES or not 0 <= weight <= 100:
            raise ValueError
        return Server(parts.hostname or "", parts.port or 587, security, unquote(parts.username or ""), weight)
    except ValueError:
        raise SiteError(f"{_MORE} is wrong: {_FORM}; passwords belong into key files.") from None


def paces(text: str) -> dict[str, float]:
    """From TOCSIN_MAIL_PACE (`gmail=20 example.org=0.5 *=50`): provider, domain or `*` -> messages a second."""
    found = {}
    for word in text.split():
        name, _, said = word.partition("=")
        try:
            rate = float(said)
        except ValueError:
            rate = 0.0
        if not name or not 0 < rate <= 100_000:
            raise SiteError(f"TOCSIN_MAIL_PACE is wrong at '{word}': it must be words like gmail=20 or *=50.")
        found[name.lower()] = rate
    return found


def day(text: str) -> date | None:
    """From TOCSIN_MAIL_WARM_UP: the first day on which the sending domain is used, or None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SiteError(f"TOCSIN_MAIL_WARM_UP is '{text}': it must be a day like 2026-12-01.") from None
