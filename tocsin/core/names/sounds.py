"""The general path: keys for the ways in which a name of any language is written in Latin letters.

A key is the order of the consonants, in classes that romanisations mix up (k, q, g, kh; ch, sh, zh, j; v, f, b, p ...),
without vowels and doubled letters. Where a letter is read in two ways (w, j, th, ch) a word has a key for each. Words
of other scripts are put into Latin letters first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from .tables import lines

_LETTERS = str.maketrans({letter: "".join(latin) for letter, *latin in map(str.split, lines("letters"))})
_DOUBLE, _VOWEL = re.compile(r"(.)\1+"), re.compile("[aeou]")
# What is one sound by itself, whatever stands around it.
_CLUSTERS = re.compile(r"schtsch|shchsh|chtch|shch|tsch|tch|sch|sh|zh|dzh|dj|cz")
_READ_TWICE = {"w": ("v", ""), "j": ("C", "g", ""), "th": ("t", "s"), "dh": ("d", "z"), "ch": ("C", "kh")}
_TWICE = re.compile("th|dh|ch|w|j")
_CLASSES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"c(?=[eiy])|ts|tz|[szx]", "S"), (r"^h", "H"), (r"kh|gh|ck|[kgqc]", "K"), (r"ph|[fvbp]", "P"), (r"[td]", "T"),
        (r"[lr]", "R"), (r"[nm]", "N"), (r"[a-z]+", ""), (r"C+", "C"),
    )
]  # fmt: skip
MOST_KEYS, LEAST_KEY = 8, 2


def to_latin(folded: str) -> str:
    """A folded word in Latin letters, if it is Cyrillic or Arabic; any other word as it is."""
    return folded.translate(_LETTERS)


@lru_cache(maxsize=200_000)
def sound_keys(folded: str) -> frozenset[str]:
    """The keys of one folded word; none for one that has too few consonants to tell anything."""
    word = to_latin(folded)
    if not word.isascii() or not word.isalpha():
        return frozenset()
    bodies = [word] + ([word[2:]] if word.startswith(("al", "el", "ul")) and len(word) > 4 else [])
    found = (_key(way) for body in bodies for way in _ways(body))
    return frozenset(key for key in found if len(key) >= LEAST_KEY)


def consonants(latin: str) -> str:
    """The consonants of a word in Latin letters as they are written, for words that come without vowels."""
    return re.sub("[aeiouyhw]", "", _DOUBLE.sub(r"\1", latin))


def _ways(word: str) -> list[str]:
    if _VOWEL.search(word):
        word = _DOUBLE.sub(r"\1", word)
    word = _CLUSTERS.sub("C", word.replace("x", "ks"))
    pieces = _TWICE.split(word)
    twice = [_READ_TWICE[found] for found in _TWICE.findall(word)]
    ways = []
    for chosen in product(*twice):
        ways.append("".join(piece + way for piece, way in zip(pieces, (*chosen, ""), strict=True)))
        if len(ways) == MOST_KEYS:
            break
    return ways


def _key(word: str) -> str:
    for pattern, sound in _CLASSES:
        word = pattern.sub(sound, word)
    return word
