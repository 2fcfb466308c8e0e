"""Reading one field of a form. Each raises Problem with a key of PROBLEMS, and never repeats the value. No Django.

Every script and direction of text is welcome. What is refused can be seen by nobody or turns the text around
it over (Unicode TR 36, 'bidirectional text spoofing'): controls, overrides, embeddings, isolates, private use.
"""

from __future__ import annotations

import re
import unicodedata

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from tocsin.core.code_words import Mistyped, canonical

from .countries import COUNTRIES

NAME_LENGTH = 120
TEXT_LENGTH = 3_000
EMAIL_LENGTH = 254

# Joiners are part of Persian, Indic and Sinhala spelling; the marks only help mixed lines and cannot override.
_HARMLESS_FORMATS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Names are repeated in mail to an address that somebody typed: no bait in them.
_BAIT = re.compile(r"://|www\.|@|\bhttps?:", re.IGNORECASE)


# No hyphens side by side: those are A-labels, or were kept for what never came (RFC 5891, 4.2.3.1).
_LABEL = "(?![a-z0-9-]{64})[a-z0-9]+(?:-[a-z0-9]+)*"
_SPECIAL = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)
_PLAIN = re.compile(rf"(?P<local>[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@(?P<domain>(?:{_LABEL}\.)+[a-z]{{2,63}})")


class Problem(Exception):
    """One key of PROBLEMS."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _showable(text: str, allowed: str = "") -> bool:
    return all(
        unicodedata.category(mark) not in _UNSEEN or mark in _HARMLESS_FORMATS or mark in allowed for mark in text
    )


def read_name(value: str) -> str:
    """A person's name: NFC, single spaces, at most NAME_LENGTH characters, at least one letter."""
    if not value.strip():
        raise Problem("name.required")
    if len(value) > 4 * NAME_LENGTH:
        raise Problem("name.too_long")
    if not _showable(value):
        raise Problem("name.characters")
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if len(name) > NAME_LENGTH:
        raise Problem("name.too_long")
    if _BAIT.search(unicodedata.normalize("NFKC", name)):
        raise Problem("name.link")
    if not any(unicodedata.category(mark).startswith("L") for mark in name):
        raise Problem("name.characters")
    return name


def read_email(value: str) -> str:
    """A mail address (RFC 5321, RFC 6531), its domain in lower case; nothing is looked up."""
    address = value.strip()
    if not address:
        raise Problem("email.required")
    if len(address) > EMAIL_LENGTH:
        raise Problem("email.invalid")
    if _is_plain(address):
        return address
    try:
        return validate_email(address, check_deliverability=False).normalized
    except (EmailNotValidError, ValueError):
        raise Problem("email.invalid") from None  # its message repeats the address


def _is_plain(address: str) -> bool:
    """Whether this is an address as nearly all are, which the library would return as it stands; it takes its time.

    A test holds the two against each other.
    """
    found = _PLAIN.fullmatch(address)
    if found is None or len(found["local"]) > 64 or len(found["domain"]) > 253:
        return False
    return not f".{found['domain']}".endswith(_SPECIAL)


def read_country(value: str) -> str:
    """A country by its ISO 3166-1 alpha-2 code, in capitals."""
    code = value.strip().upper()
    if not code:
        raise Problem("country.required")
    if code not in COUNTRIES:
        raise Problem("country.invalid")
    return code


def read_choice(value: str) -> bool:
    """A required yes or no, neither chosen beforehand."""
    if value not in {"yes", "no"}:
        raise Problem("updates.required")
    return value == "yes"


def read_consent(value: str) -> None:
    if value != "yes":
        raise Problem("consent.required")


def read_tick(value: str) -> bool:
    """An optional box: 'yes' or nothing ('no' from JSON)."""
    if value not in {"yes", "no", ""}:
        raise Problem("newsletter.invalid")
    return value == "yes"


def read_code(value: str) -> str:
    """A family's code in its canonical spelling; a slip is noticed, whether there is such a code is not."""
    if not value.strip():
        raise Problem("words.required")
    try:
        return canonical(value)
    except Mistyped:
        raise Problem("words.mistyped") from None


def read_text(value: str) -> str:
    """A comment: NFC, line ends as LF, at most TEXT_LENGTH characters."""
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Problem("text.required")
    if len(text) > TEXT_LENGTH:
        raise Problem("text.too_long")
    if not _showable(text, allowed="\n\t"):
        raise Problem("text.characters")
    return unicodedata.normalize("NFC", text)
