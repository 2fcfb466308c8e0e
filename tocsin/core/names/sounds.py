"""The general path: one key for the ways in which a name of any language is written in Latin letters.

A key keeps the first sound and the order of the consonants, in classes that romanisations mix up (k, q, kh, g; s, z;
v, w, f, b ...), and forgets vowels and doubled letters. Words of other scripts are put into Latin letters first.
"""

from __future__ import annotations

import re

from .tables import lines

_LETTERS = str.maketrans({letter: "".join(latin) for letter, *latin in map(str.split, lines("letters"))})
_CLASSES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|tch|tsch|cz|ch|sh|zh|dzh|dj|j|x(?=[aeiou])", "C"), (r"kh|gh|ck|[kgqhc]", "K"),
        (r"ph|[fvwb]|p", "P"),
        (r"ts|tz|[sz]|x", "S"), (r"th|dh|[td]", "T"), (r"[lr]", "R"), (r"[nm]", "N"), (r"[aeiouy'`]+", ""),
    )
]  # fmt: skip
_DOUBLE, _VOWEL = re.compile(r"(.)\1+"), re.compile("[aeou]")


def to_latin(folded: str) -> str:
    """A folded word in Latin letters, if it is Cyrillic or Arabic; any other word as it is."""
    return folded.translate(_LETTERS)


def sound_key(folded: str) -> str:
    """The key of one folded word, '' for one that has too few consonants to tell anything."""
    word = to_latin(folded)
    if not word.isascii() or not word.isalpha():
        return ""
    key = _DOUBLE.sub(r"\1", word) if _VOWEL.search(word) else word
    for pattern, sound in _CLASSES:
        key = pattern.sub(sound, key)
    return ("A" if word[0] in "aeiouy" else "") + key if len(key) > 1 else ""
