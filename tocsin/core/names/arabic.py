"""Names from Arabic and its neighbours in Latin letters: articles, and the names that everybody spells otherwise."""

from __future__ import annotations

import re
from functools import cache

from .sounds import sound_key
from .tables import lines

ARTICLES = ("al", "el", "ul", "as", "ash", "ad", "ar", "at", "an", "az", "abd", "abu", "bin", "ibn", "ben")
_VOWELS = re.compile("[aeou]")
_GROUPS = [frozenset(line.split()) for line in lines("arabic")]


def without_article(latin: str) -> str:
    """The word without the article that may stand before it, attached."""
    return latin[2:] if latin.startswith(("al", "el", "ul")) and len(latin) > 5 else latin


def writings(latin: str) -> frozenset[str]:
    """Other ways in which one word of a name is written; empty where none is known. A word without vowels, as it comes
    out of Arabic letters, is every one that sounds so."""
    key = "" if _VOWELS.search(latin) else sound_key(latin)
    return frozenset(way for group in _GROUPS if latin in group or (key and key in _sounds(group)) for way in group)


@cache
def _sounds(group: frozenset[str]) -> frozenset[str]:
    return frozenset(map(sound_key, group))
