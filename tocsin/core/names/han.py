"""Names in Han characters: one form for traditional and simplified, Korean readings, pinyin and Wade-Giles."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, pairwise, product

from opencc import OpenCC
from pypinyin import Style, pinyin

from .korean import twins
from .tables import lines

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_FIRST_ROW, _LAST_ROW = 0xCA, 0xFE
MOST_READINGS, NEAR = 24, 400


def is_han(text: str) -> bool:
    """Whether the text is Han characters and nothing else."""
    return _HAN.fullmatch(text) is not None


@cache
def _simpler() -> dict[int, str]:
    every = "".join(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
    # One by one: a converter of whole texts would choose by neighbours.
    converter = OpenCC("t2s")
    simpler = {ord(letter): simple for letter in every if (simple := converter.convert(letter)) != letter}
    return simpler | {ord(other): group[0] for group in lines("variants") for other in group[1:]}


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, and those of Korea and Japan as those of China, one for one."""
    return text.translate(_simpler()) if _HAN.search(text) else text


@cache
def _korean() -> dict[str, frozenset[str]]:
    """Simplified character -> its Korean readings, from the anchors and the order of KS X 1001."""
    anchors = [(reading, characters) for reading, characters in map(str.split, lines("hanja"))]
    readings: dict[str, set[str]] = {}
    said: dict[str, set[str]] = {}
    for reading, characters in anchors:
        for character in characters:
            said.setdefault(character, set()).add(reading)
            readings.setdefault(simplified(character), set()).add(reading)
    for between, characters in _intervals(said):
        for character in characters:
            readings.setdefault(simplified(character), set()).update(between)
    return {character: frozenset(found) for character, found in readings.items()}


def _intervals(said: dict[str, set[str]]) -> list[tuple[frozenset[str], str]]:
    """(readings at both ends, characters between): in the standard's order, readings only ever go up."""
    order = standard()
    marks = _rising([(at, reading) for at, letter in enumerate(order) for reading in sorted(said.get(letter, ()))])
    return [(frozenset({before, after}), order[start + 1 : end]) for (start, before), (end, after) in pairwise(marks)]


def _rising(marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The longest run of marks whose readings never fall: what breaks it is a second reading."""
    lengths: list[int] = []
    previous: list[int] = []
    for at, (place, reading) in enumerate(marks):
        before = [n for n in range(max(0, at - NEAR), at) if marks[n][1] <= reading and marks[n][0] < place]
        best = max(before, key=lengths.__getitem__, default=-1)
        lengths.append(lengths[best] + 1 if best >= 0 else 1)
        previous.append(best)
    chosen, at = [], max(range(len(marks)), key=lengths.__getitem__)
    while at >= 0:
        chosen.append(marks[at])
        at = previous[at]
    return chosen[::-1]


@cache
def standard() -> str:
    """The 4,888 Han characters of KS X 1001, ordered by their Korean reading."""
    codes = (bytes((row, cell)) for row in range(_FIRST_ROW, _LAST_ROW) for cell in range(0xA1, 0xFF))
    # What stands twice, with two readings, is a compatibility character the second time.
    return "".join(code.decode("euc-kr") for code in codes)


def korean_readings(character: str) -> frozenset[str]:
    """How Koreans read one character, where that is known."""
    return _korean().get(simplified(character), frozenset())


@lru_cache(maxsize=65536)
def first_readings(character: str) -> frozenset[str]:
    """How Koreans, north and south, read a character that begins a name."""
    return frozenset(twin for reading in korean_readings(character) for twin in twins(reading))


@lru_cache(maxsize=65536)
def in_hangul(text: str) -> frozenset[str]:
    """A name in Han characters as it may be read in Korean; empty where one character is not known."""
    found = islice(
        product(sorted(first_readings(text[:1])), *(sorted(korean_readings(one)) for one in text[1:])), MOST_READINGS
    )
    return frozenset("".join(syllables) for syllables in found)


@lru_cache(maxsize=65536)
def syllables(character: str) -> frozenset[str]:
    """A character's readings in Mandarin, in pinyin and Wade-Giles, without tones or marks."""
    readings = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    plain = {reading.replace("ü", "u") for reading in readings} | {reading.replace("ü", "v") for reading in readings}
    return frozenset(plain | {wade_giles(reading) for reading in plain if reading.isascii()})


_WADE_GILES = [(re.compile(pattern), written) for pattern, written in map(str.split, lines("wade_giles"))]


@cache
def _pinyin() -> re.Pattern[str]:
    said = {"".join(pinyin(character, style=Style.NORMAL)[0]) for character in standard()}
    known = sorted((way for way in said if way.isascii() and way.isalpha()), key=len, reverse=True)
    return re.compile("|".join(known))


def from_pinyin(word: str) -> frozenset[str]:
    """A folded word that is syllables of pinyin, in Wade-Giles; empty for any other word."""
    said = _pinyin().findall(word)
    return frozenset({"".join(map(wade_giles, said))}) if said and "".join(said) == word else frozenset()


def wade_giles(syllable: str) -> str:
    """A syllable of pinyin in Wade-Giles, without apostrophes."""
    for pattern, written in _WADE_GILES:
        changed = pattern.sub(written, syllable)
        if pattern.pattern.endswith("$") and pattern.pattern.startswith("^") and changed != syllable:
            return changed
        syllable = changed
    return syllable
