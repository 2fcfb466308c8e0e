"""Content negotiation (RFC 9110, section 12) and conditional requests (section 13)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

IDENTITY, GZIP, BROTLI = b"", b"gzip", b"br"


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0.0 <= quality <= 1.0 else 0.0
    return 1.0


def _weighed(header: bytes) -> dict[str, float]:
    """``{token in lower case: quality}`` of a list with weights; what cannot be read counts as not wanted."""
    weighed: dict[str, float] = {}
    for item in header.decode("latin-1")[:1_000].split(","):
        token, *parameters = item.split(";")
        if token.strip():
            weighed[token.strip().lower()] = _quality(parameters)
    return weighed


@lru_cache(maxsize=512)
def encodings(accept: bytes) -> tuple[bytes, ...]:
    """The codings that a client takes, best first, by its weights and else Brotli before gzip; identity ends it."""
    weighed = _weighed(accept)
    anything = weighed.get("*", 0.0)
    identity = weighed.get("identity", 0.0)
    choice = []
    for coding, names in ((BROTLI, ("br",)), (GZIP, ("gzip", "x-gzip"))):
        quality = max((weighed[name] for name in names if name in weighed), default=anything)
        if quality > 0 and quality >= identity:
            choice.append((quality, coding))
    return (*(coding for _, coding in sorted(choice, key=lambda each: -each[0])), IDENTITY)


def language(accept: bytes, offered: Sequence[str], default: str) -> str:
    """The offered language that a client likes best (RFC 4647 lookup: 'ko-KR' finds 'ko')."""
    weighed = sorted(_weighed(accept).items(), key=lambda each: -each[1])
    known = {each.lower(): each for each in offered}
    for wanted, quality in weighed:
        if quality <= 0:
            break
        if wanted == "*":
            return default
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            found = known.get("-".join(parts[:length]))
            if found is not None:
                return found
    return default


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Whether a representation with this tag (quotes included) is the one the client has; compared weakly."""
    if if_none_match.strip() == b"*":
        return True
    tags = (tag.strip() for tag in if_none_match.split(b","))
    return any(tag.removeprefix(b"W/") == etag for tag in tags)
