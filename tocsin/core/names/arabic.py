"""Names from Arabic and its neighbours in Latin letters: articles, and the names that everybody spells otherwise."""

from __future__ import annotations

import re
from functools import cache

from .sounds import consonants
from .tables import lines

ARTICLES = ("al", "el", "ul", "as", "ash", "ad", "ar", "at", "an", "az", "abd", "abu", "bin", "ibn", "ben")
_SCRIPT = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_GROUPS = [frozenset(line.split()) for line in lines("arabic")]


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic letters."""
    return _SCRIPT.match(word) is not None


def without_article(latin: str) -> str:
    """The word without the article that may stand before it, attached."""
    return latin[2:] if latin.startswith(("al", "el", "ul")) and len(latin) > 4 else latin


def writings(latin: str, *, bare: bool = False) -> frozenset[str]:
    """Other ways in which one word of a name is written; empty where none is known. A ``bare`` word, as it comes
    out of Arabic letters, is every one that has its consonants."""
    said = consonants(latin) if bare else ""
    return frozenset(way for group in _GROUPS if latin in group or (said and said in _bare(group)) for way in group)


@cache
def _bare(group: frozenset[str]) -> frozenset[str]:
    return frozenset(map(consonants, group))
