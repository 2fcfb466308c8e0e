"""One spelling for all addresses that reach the same mailbox, so that one person signs once.

RFC 5321 leaves the local part to the receiving domain, so the rules are the providers' own:

=====================================  ======================  ==================  ===========================
Provider                               domains seen as one     tag cut off after   marks without meaning
=====================================  ======================  ==================  ===========================
Gmail                                  gmail, googlemail       ``+``               ``.``
Apple iCloud                           icloud, me, mac         ``+``
Proton                                 protonmail, proton, pm  ``+``               ``.`` ``-`` ``_``
Yandex                                 its country domains     ``+``               ``-`` is ``.``
Outlook, Hotmail, Live, MSN            each its own            ``+``
Fastmail, Zoho, HEY, Posteo,           each its own            ``+``
mailbox.org
every other                            its own
=====================================  ======================  ==================  ===========================

For all: surrounding space away, NFKC, casefold (no known provider tells case apart), the domain as IDNA A-labels
(UTS 46). Where a rule is not known for certain it is left out: a repeat is a smaller wrong than a stranger refused.
A change to this table changes blind indexes, so it must come with a command that makes them anew.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

import idna


@dataclass(frozen=True)
class Rule:
    """``domain`` stands for all of a provider's domains; ``tag`` begins what is cut off; ``spelt`` maps marks."""

    domain: str = ""
    tag: str = ""
    spelt: tuple[tuple[str, str], ...] = ()


_TAGGED = Rule(tag="+")
_RULES: dict[str, Rule] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), Rule("gmail.com", "+", ((".", ""),))),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), Rule("icloud.com", "+")),
    **dict.fromkeys(
        ("protonmail.com", "protonmail.ch", "proton.me", "pm.me"),
        Rule("proton.me", "+", ((".", ""), ("-", ""), ("_", ""))),
    ),
    **dict.fromkeys(
        ("yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "ya.ru"), Rule("yandex.ru", "+", (("-", "."),))
    ),
    **dict.fromkeys(("fastmail.com", "fastmail.fm", "zoho.com", "hey.com", "posteo.de", "mailbox.org"), _TAGGED),
}
_MICROSOFT = frozenset({"outlook", "hotmail", "live", "msn"})


def canonical_address(email: str) -> str:
    """The one spelling of a valid mail address. Raises ValueError (without repeating it) for anything else."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().rpartition("@")
    domain = _a_labels(domain)
    if not (local and at and domain):
        raise ValueError("not a mail address")
    rule = _rule(domain)
    return f"{_spelt(local.casefold(), rule)}@{rule.domain or domain}"


@functools.lru_cache(maxsize=1_024)
def _a_labels(domain: str) -> str:
    try:
        return idna.encode(domain.rstrip(".").casefold(), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise ValueError("not a mail address") from None


def _rule(domain: str) -> Rule:
    known = _RULES.get(domain)
    if known is not None:
        return known
    return _TAGGED if domain.split(".")[0] in _MICROSOFT and domain.count(".") <= 2 else Rule()


def _spelt(local: str, rule: Rule) -> str:
    plain = local.split(rule.tag)[0] if rule.tag else local
    for mark, spelling in rule.spelt:
        plain = plain.replace(mark, spelling)
    return plain or local
