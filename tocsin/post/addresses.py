"""Addresses as SMTP and headers want them: RFC 5321 and 6531, domains by IDNA 2008 (UTS 46)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import idna

_ATOM = re.compile(r"[^\x00-\x20\x7f-\xa0()<>\[\]:;@\\,.\"]+(?:\.[^\x00-\x20\x7f-\xa0()<>\[\]:;@\\,.\"]+)*")
# A domain name that stands for itself: letters, digits and hyphens, none where IDNA would look for a meaning.
_LABEL = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LONGEST_DOMAIN = 253
_LONGEST_LOCAL = 64  # bytes, RFC 5321 4.5.3.1.1


class BadAddress(ValueError):
    """The address cannot be written in SMTP. The message never holds the address itself."""


@dataclass(frozen=True)
class Address:
    """An address taken apart: the local part as it came, the domain in ASCII."""

    local: str
    domain: str

    @property
    def international(self) -> bool:
        """True if only SMTPUTF8 can carry it."""
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


@functools.lru_cache(maxsize=1024)
def parse_address(text: str) -> Address:
    """Take an address apart (asked for often). Raises BadAddress for anything but ``dot-atom@domain``."""
    local, at, domain = text.rpartition("@")
    if not at or not _ATOM.fullmatch(local):
        raise BadAddress("the address is not of the form local@domain")
    try:
        if len(local.encode()) > _LONGEST_LOCAL:
            raise BadAddress("the local part of the address is too long")
        return Address(local, ascii_domain(domain))
    except UnicodeEncodeError:
        raise BadAddress("the address is not text") from None


def ascii_domain(domain: str) -> str:
    """A domain in ASCII, lower case. Raises BadAddress."""
    if len(domain) <= _LONGEST_DOMAIN and _PLAIN_DOMAIN.fullmatch(domain):
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise BadAddress("the domain of the address is not a domain name") from None
