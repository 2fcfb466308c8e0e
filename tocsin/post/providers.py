"""Whose mailboxes an address belongs to, by its domain alone: who is paced as one.

Without asking the DNS for MX records: which domain is looked up when would tell whoever watches that we write there.
"""

from __future__ import annotations

import re

OTHER = "other"
_DOMAINS = {
    "gmail": "gmail.com googlemail.com",
    "outlook": "outlook.com hotmail.com live.com msn.com passport.com windowslive.com",
    "yahoo": "yahoo.com ymail.com rocketmail.com myyahoo.com aol.com aim.com netscape.net verizon.net",
    "naver": "naver.com",
    "daum": "daum.net hanmail.net kakao.com",
    "icloud": "icloud.com me.com mac.com",
    "gmx": "gmx.net gmx.de gmx.com gmx.at gmx.ch web.de mail.com",
    "qq": "qq.com foxmail.com vip.qq.com",
    "netease": "163.com 126.com yeah.net",
    "yandex": "yandex.ru yandex.com ya.ru",
    "mail.ru": "mail.ru bk.ru list.ru inbox.ru internet.ru",
    "proton": "proton.me protonmail.com protonmail.ch pm.me",
    "orange": "orange.fr wanadoo.fr",
    "nate": "nate.com",
}
_BY_DOMAIN = {domain: provider for provider, domains in _DOMAINS.items() for domain in domains.split()}
# Providers with a domain for each country.
_BY_COUNTRY = re.compile(r"(?:(?P<outlook>hotmail|outlook|live|msn)|(?P<yahoo>yahoo|aol))\.(?:co\.|com\.)?[a-z]{2}")

KNOWN = frozenset(_DOMAINS)


def provider_of(domain: str) -> str:
    """The provider of a domain in lower-case ASCII; OTHER where it is none that is known."""
    known = _BY_DOMAIN.get(domain)
    if known is not None:
        return known
    found = _BY_COUNTRY.fullmatch(domain)
    return str(found.lastgroup) if found is not None else OTHER
