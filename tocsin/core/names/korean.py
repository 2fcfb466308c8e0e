"""Korean names: which syllables are surnames, how names are written in Latin letters, and how Latin letters are read.

The surname table adds to the systems of ``hangul`` what bearers of the name really write (Lee, Park, Choy, Rhee).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from math import prod

from .hangul import is_hangul, latin, put_together, take_apart
from .tables import lines

SURNAMES: dict[str, frozenset[str]] = {
    hangul: frozenset(said) | latin(hangul[0], rare=False)
    if len(hangul) == 1
    else frozenset(said)
    | frozenset("".join(two) for two in product(*(latin(syllable, rare=False) for syllable in hangul)))
    for hangul, *said in map(str.split, lines("surnames"))
}
_LATIN_SURNAMES: dict[str, set[str]] = {}
for _hangul, _ways in SURNAMES.items():
    for _way in _ways:
        _LATIN_SURNAMES.setdefault(_way, set()).add(_hangul)

_LATIN_SYLLABLES: dict[str, set[str]] = {}
for _syllable in " ".join(lines("syllables")).split():
    for _way in latin(_syllable, rare=False):
        _LATIN_SYLLABLES.setdefault(_way, set()).add(_syllable)
_RARE_SYLLABLES: dict[str, set[str]] = {}
for _syllable in " ".join(lines("syllables")).split():
    for _way in latin(_syllable):
        _RARE_SYLLABLES.setdefault(_way, set()).add(_syllable)
_LONGEST = max(map(len, _RARE_SYLLABLES))

# Where two syllables meet: final and following initial, as they are spoken (and sometimes written).
_MEETING = {
    (final, initial): (spoken.replace("-", ""), then)
    for final, initial, spoken, then in map(str.split, lines("meetings"))
}
# Before an n that is put in where a syllable with y follows (석열, spoken 성녈).
_NASAL = {"ㄱ": "ㅇ", "ㅂ": "ㅁ", "ㄴ": "ㄴ", "ㅇ": "ㅇ", "ㅁ": "ㅁ"}
# What follows ㄹ in Korean words from Chinese: 려 력 련 렬 렴 렵 령 례 료 룡 류 륙 륜 률 륭 리 린 림 립.
_WITH_R = frozenset(" ".join(lines("r_syllables")).split())
# Where all ways, rare ones together too, are no more than this, all are taken.
MOST_RARE = 240
_Y_VOWELS = frozenset("ㅑㅕㅖㅛㅠㅣㅒ")


def splits(name: str) -> tuple[tuple[str, str], ...]:
    """Every way to part a name in Hangul; 남궁억 may be 남궁 + 억 or 남 + 궁억."""
    cuts = [cut for cut in (1, 2) if cut < len(name) and name[:cut] in SURNAMES]
    return tuple((name[:cut], name[cut:]) for cut in cuts) or (("", name),)


def split_hangul(name: str) -> tuple[str, str]:
    """(surname, given name) of a name in Hangul without spaces; the surname is '' where there is none."""
    if len(name) > 3 and name[:2] in SURNAMES:
        return name[:2], name[2:]
    if len(name) > 1 and name[0] in SURNAMES:
        return name[0], name[1:]
    return "", name


@lru_cache(maxsize=65536)
def twins(part: str) -> frozenset[str]:
    """The part as it is written in the other Korea, too: 리 for 이, 련 for 연, 녀 for 여, one syllable at a time."""
    return frozenset(part[:at] + other + part[at + 1 :] for at in range(len(part)) for other in _twins(part[at]))


def _twins(syllable: str) -> set[str]:
    initial, vowel, final = take_apart(syllable)
    others = {syllable}
    if initial == "ㄹ":
        others.add(put_together("ㅇ" if vowel in _Y_VOWELS else "ㄴ", vowel, final))
    elif initial == "ㄴ" and vowel in _Y_VOWELS:
        others.add(put_together("ㅇ", vowel, final))
    elif initial == "ㅇ" and vowel in _Y_VOWELS and f"{vowel}{final}" in _WITH_R:
        others.add(put_together("ㄹ", vowel, final))
    return others


def surname_writings(surname: str) -> frozenset[str]:
    """A surname (Hangul) in Latin letters, in every way."""
    return frozenset(
        way
        for twin in twins(surname)
        for way in SURNAMES.get(twin, frozenset(map("".join, product(*map(latin, twin)))))
    )


@lru_cache(maxsize=65536)
def given_syllables(given: str) -> tuple[frozenset[str], ...]:
    """Each syllable of a given name (Hangul) in Latin letters."""
    return tuple(frozenset(way for twin in twins(syllable) for way in latin(twin)) for syllable in given)


@lru_cache(maxsize=65536)
def given_writings(given: str) -> frozenset[str]:
    """A given name (Hangul) in Latin letters, joined, in every way; rare ways stand beside usual ones only."""
    ways: set[str] = set()
    for said in spoken(given):
        ways.update(_joined(said))
    return frozenset(ways)


def _joined(given: str) -> set[str]:
    every = [latin(syllable) for syllable in given]
    if prod(map(len, every)) <= MOST_RARE:
        return set(map("".join, product(*every)))
    usual = [latin(syllable, rare=False) for syllable in given]
    ways = set(map("".join, product(*usual)))
    for at, syllable in enumerate(given):
        ways.update(map("".join, product(*usual[:at], latin(syllable), *usual[at + 1 :])))
    return ways


def spoken(given: str) -> set[str]:
    """The given name as it is written in either Korea, and as its syllables are spoken where they meet."""
    found = set(twins(given))
    for at in range(len(given) - 1):
        (initial, vowel, final), (following, second, last) = take_apart(given[at]), take_apart(given[at + 1])
        met = {_MEETING[final, following]} if (final, following) in _MEETING else set()
        if following == "ㅇ" and second in _Y_VOWELS and final in _NASAL:
            met.add((_NASAL[final], "ㄴ"))
        for ending, beginning in met:
            there = put_together(initial, vowel, ending) + put_together(beginning, second, last)
            found.add(given[:at] + there + given[at + 2 :])
    return found


def read_surname(word: str) -> frozenset[str]:
    """The surnames (Hangul) that a word in folded Latin letters, or one in Hangul, may be."""
    if is_hangul(word):
        return twins(word) if word in SURNAMES else frozenset()
    return frozenset(_LATIN_SURNAMES.get(word, ()))


def read_given(word: str) -> frozenset[str]:
    """The given names (Hangul, of the fewest syllables, at most 3) that a joined word in folded Latin may be."""
    for rare in (False, True):
        for syllables in (1, 2, 3):
            long_enough = syllables == 1 or len(word) >= 2 * syllables
            if long_enough and (found := _read(word, syllables, rare) | _read(_SILENT.sub("", word), syllables, rare)):
                return found
    return frozenset()


def reads_usually(words: tuple[str, ...]) -> bool:
    """Whether words, a syllable or more each, are written as the usual systems write some given name."""
    return all(_read(word, count, False) for word in words for count in (min(2, 3 - len(words)),)) or (
        len(words) == 1 and bool(_read(words[0], 1, False))
    )


def read_words(words: tuple[str, ...]) -> frozenset[str]:
    """The given names that several words, one or more syllables each, may be together."""
    found = frozenset({""})
    for word in words:
        readings = frozenset({word}) if is_hangul(word) else read_given(word)
        found = frozenset(before + reading for before in found for reading in readings)
    return found


@lru_cache(maxsize=65536)
def _read(word: str, syllables: int, rare: bool) -> frozenset[str]:
    if not syllables:
        return frozenset({""}) if not word else frozenset()
    return frozenset(
        syllable + rest
        for length in range(1, min(_LONGEST, len(word)) + 1)
        for syllable in (_RARE_SYLLABLES if rare else _LATIN_SYLLABLES).get(word[:length], ())
        for rest in _read(word[length:], syllables - 1, rare)
    )


# An e that English puts where none is heard (June).
_SILENT = re.compile(r"(?<=[nlmks])e$")
# What an ear hears, letter by letter.
_HEARD = [(re.compile(pattern), sound.replace("-", "")) for pattern, sound in map(str.split, lines("ear"))]
LEAST_HEARD = 4


@lru_cache(maxsize=200_000)
def ear_key(word: str) -> str:
    """A given name in folded Latin letters as an ear would take it down, whoever spelt it; '' for what is too short.

    Tells apart consonants by place and vowels by three colours; only to be used beside a surname.
    """
    key = word
    for pattern, sound in _HEARD:
        key = pattern.sub(sound, key)
    return f"k:{key}" if len(key) >= LEAST_HEARD and key.isupper() else ""
