"""Names written in Cyrillic: several habits of Latin letters, and the endings they take in a Russian sentence."""

from __future__ import annotations

import re
from itertools import combinations, product

from .tables import lines

_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_HABITS = {letter: [way.replace("-", "") for way in ways] for letter, *ways in map(str.split, lines("cyrillic"))}
_ENDINGS = (
    "а",
    "у",
    "ом",
    "е",
    "ой",
    "ым",
    "ою",
    "ам",
    "ы",
    "и",
    "ю",
    "я",
    "ем",
    "ей",
    "ого",
    "ому",
    "им",
    "их",
    "ых",
    "ую",
    "ая",
)
_ADJECTIVES = ("ыи", "ии", "ои", "ая", "яя", "ое", "ее")
# Given names that lose a vowel.
_FLEETING = {
    name: (stem + "а", stem + "у", stem + "ом", stem + "е") for name, stem in (("лев", "льв"), ("павел", "павл"))
}
_LATIN_TAILS = (
    ("ski", "sky", "skiy", "skii", "skij", "skyi"),
    ("ny", "nyi", "nyy", "nij", "ni"),
    ("ev", "eff", "yev", "iev", "ew"),
    ("ov", "off", "ow"),
)


def writings(word: str, latin: str) -> frozenset[str]:
    """Other ways to write one folded word: in Latin letters if it is Cyrillic, declined, with another common tail."""
    found: set[str] = set()
    for tails in _LATIN_TAILS:
        for tail in tails:
            if latin.endswith(tail) and len(latin) > len(tail) + 2:
                found.update(latin[: -len(tail)] + other for other in tails)
    if _CYRILLIC.fullmatch(word):
        found.update(_romanised(word))
        found.update(_stem(word) + ending for ending in (*_ENDINGS, ""))
        found.update(_FLEETING.get(word, ()))
    return frozenset(found)


def _stem(word: str) -> str:
    """The word without the ending of its nominative, of an adjective or a noun."""
    if word.endswith(_ADJECTIVES) and len(word) > 4:
        return word[:-2]
    return word[:-1] if word[-1] in "аяьоуеыи" and len(word) > 3 else word


def _romanised(word: str) -> set[str]:
    """The usual way, and all that leave it at one letter or two."""
    chosen = [_HABITS.get(letter, [""]) for letter in word]
    usual = [ways[0] for ways in chosen]
    every = {"".join(usual)}
    for places in combinations(range(len(word)), min(2, len(word))):
        for ways in product(*(chosen[at] for at in places)):
            written = usual.copy()
            for at, way in zip(places, ways, strict=True):
                written[at] = way
            every.add("".join(written))
    return every
