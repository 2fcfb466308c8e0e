"""Hangul syllables as they are written in Latin letters, by every habit at once.

Facts about the systems: Revised Romanization (2000), McCune-Reischauer (1939) with and without its marks, the
DPRK's own (1992: kh, th, ph), and what South Koreans put on passports (oo, ee, young).
All in small letters without diacritics.
"""

from __future__ import annotations

from functools import cache
from itertools import product

from .tables import lines

FIRST, COUNT = 0xAC00, 11172
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

# By kind and letter: "bare" are vowels of syllables that begin with one.
_WAYS: dict[tuple[str, str], list[str]] = {
    (kind, letter): ways for kind, letter, *ways in map(str.split, lines("jamo"))
}


def is_hangul(text: str) -> bool:
    """Whether the text is whole Hangul syllables and nothing else."""
    return bool(text) and all("가" <= letter <= "힣" for letter in text)


def take_apart(syllable: str) -> tuple[str, str, str]:
    """(initial, vowel, final) as compatibility letters; the final may be ''."""
    number = ord(syllable) - FIRST
    return INITIALS[number // 588], VOWELS[number % 588 // 28], FINALS[number % 28]


def put_together(initial: str, vowel: str, final: str) -> str:
    """The syllable of (initial, vowel, final)."""
    return chr(FIRST + INITIALS.index(initial) * 588 + VOWELS.index(vowel) * 28 + FINALS.index(final))


def _ways(kind: str, letter: str, rare: bool) -> list[str]:
    ways = _WAYS.get((kind, letter)) or [""]
    usual = ways[: ways.index("|")] if "|" in ways else ways
    return [way for way in ways if way != "|"] if rare else usual


@cache
def latin(syllable: str, *, rare: bool = True) -> frozenset[str]:
    """The syllable in Latin letters, in every way; without ``rare``, only as the usual systems write it."""
    initial, vowel, final = take_apart(syllable)
    begins = _ways("initial", initial, rare or (initial == "ㅅ" and vowel in "ㅣㅟ"))
    bare = initial == "ㅇ" and ("bare", vowel) in _WAYS
    vowels = _ways("bare" if bare else "vowel", vowel, rare)
    if final:
        vowels = [way for way in vowels if not way.endswith("h")]
    ways = {"".join(way) for way in product(begins, vowels, _ways("final", final, rare))}
    return frozenset(ways | {f"wh{way[2:]}" for way in ways if way.startswith("hw")})
