"""Burmese names: their syllables in Burmese and in Latin letters, each of which is a word of its own there."""

from __future__ import annotations

import re
from functools import cache

from .tables import lines

_ENTRIES = {syllable: ways for syllable, *ways in map(str.split, lines("burmese"))}
_SYLLABLE = re.compile("|".join(sorted(map(re.escape, _ENTRIES), key=len, reverse=True)) + "|.")
_SCRIPT = re.compile(r"[\u1000-\u109f]+")
# Before a name by age and standing, part of it or not.
HONORIFICS = frozenset({"u", "daw", "ko", "ma", "maung", "saw", "sai", "naw", "nan"})


def is_burmese(text: str) -> bool:
    """Whether the text is in the script of Burma."""
    return _SCRIPT.fullmatch(text) is not None


def syllables(name: str) -> tuple[frozenset[str], ...]:
    """Each syllable of a name in Burmese letters as Latin words; empty where one is not known."""
    found = [_ENTRIES.get(syllable) for syllable in _SYLLABLE.findall(name)]
    return tuple(frozenset(ways) for ways in found if ways) if all(found) else ()


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for ways in _ENTRIES.values():
        for way in ways:
            groups[way] = groups.get(way, frozenset()) | frozenset(ways)
    return groups


def other_ways(word: str) -> frozenset[str]:
    """How else a Latin word that is a Burmese syllable is written; empty for any other word."""
    return _groups().get(word, frozenset())


@cache
def _in_burmese() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for syllable, ways in _ENTRIES.items():
        for way in ways:
            found[way] = (*found.get(way, ()), syllable)
    return found


def in_burmese(words: tuple[str, ...]) -> tuple[str, ...]:
    """Names in Burmese letters that Latin words may stand for; empty where a word is no known syllable."""
    names: list[str] = [""]
    for word in words:
        names = [before + syllable for before in names for syllable in _in_burmese().get(word, ())][:64]
    return tuple(names)
