"""A name taken apart, for whoever looks for it in texts: its parts and their writings, in spaced and unspaced scripts.

In spaced scripts two different parts of a name, side by side in either order, are the name. In unspaced ones (Hangul,
Han) the name is a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise, product

from . import arabic, burmese, han, korean, russian
from .folding import fold
from .hangul import is_hangul, latin
from .sounds import sound_keys, to_latin
from .words import is_korean_word, known

_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼʻʿʾ`](?=\w)")
_ASPIRATED = frozenset({"ch", "k", "t", "p", "ts"})
MOST_READINGS, LEAST_SURE, LEAST_ALONE = 60, 6, 3


@dataclass(frozen=True)
class Part:
    """One part of a name. ``key`` is the same in every name that has the part.

    ``writings`` are folded and joined, ``heads`` and ``tails`` what the first word, and a later one, of a writing in
    several words may be, ``initials`` the letters that may stand for it. ``sounds`` are its keys by sound (none: only
    its writings are the part).
    """

    key: str
    writings: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    initials: frozenset[str]
    sounds: frozenset[str] = frozenset()
    is_surname: bool = False
    alone: bool = False
    long: bool = False

    @property
    def telling(self) -> bool:
        """Whether it has more than one syllable, or letters enough."""
        return not self.is_surname and (
            self.alone or self.long or len(self.key) - 2 > LEAST_ALONE or self.key.startswith("p:")
        )


@dataclass(frozen=True)
class Whole:
    """A string of an unspaced script: the whole name, or a given name that tells enough alone."""

    letters: str
    surname: int = 0
    alone: bool = False


@dataclass(frozen=True)
class Form:
    """One way to take a name apart. Of a ``long`` one, two parts that many people have are nobody yet."""

    parts: tuple[Part, ...]
    wholes: tuple[Whole, ...] = ()
    long: bool = False


def forms(name: str) -> tuple[Form, ...]:
    """Every way to take a name apart: as Korean where it can be read so, as Chinese, and word by word."""
    words = tuple(fold(name).split())
    if not words:
        return ()
    joined = "".join(words)
    if is_hangul(joined):
        cuts = korean.splits(joined) if len(joined) > 1 else ()
        return tuple(form for cut in cuts for form in _of_hangul(*cut))
    if han.is_han(joined):
        return tuple(_of_han(joined))
    if burmese.is_burmese(joined):
        return tuple(_of_burmese(joined))
    found = [
        _of_korean_pair(surname, given, alone=sure)
        for surname, given, sure in islice(_korean_readings(words), MOST_READINGS)
    ]
    whole = tuple(fold(_APOSTROPHES.sub("", name)).split())
    return tuple(found) or (*(_word_by_word(one) for one in {words, whole}), *_as_burmese(words))


def _korean_readings(words: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    """(surname, given name) in Hangul, for every way to read words in Latin letters as a Korean name; and whether the
    surname stands where it is likeliest: in front, if what is there can be one."""
    orders = ((words[0], words[1:]), (words[-1], words[:-1])) if 1 < len(words) <= 4 else ()
    before = False
    for surname, given in dict.fromkeys(orders):
        readings = [
            (first, rest)
            for first in sorted(korean.read_surname(surname))
            for rest in sorted(korean.read_words(given))
            if len(rest) <= 2
        ]
        yield from ((first, rest, not before) for first, rest in readings)
        before = before or bool(readings)


def _of_hangul(surname: str, given: str) -> Iterator[Form]:
    if not surname:
        yield Form((_given(given),), (Whole(given, alone=True),))
        return
    yield _of_korean_pair(surname, given)


def _of_korean_pair(surname: str, given: str, *, alone: bool = True) -> Form:
    wholes = [
        Whole(first + rest, surname=len(first)) for first in korean.twins(surname) for rest in korean.twins(given)
    ]
    if len(given) > 1 and alone:
        wholes += [Whole(rest, alone=True) for rest in korean.twins(given) if not is_korean_word(rest)]
    part = _given(given)
    return Form((_surname(surname), part if alone else replace(part, alone=False)), tuple(wholes))


@lru_cache(maxsize=65536)
def _surname(surname: str) -> Part:
    ways = korean.surname_writings(surname)
    pieces = [frozenset(way for twin in korean.twins(surname) for way in latin(twin[at])) for at in range(len(surname))]
    more = _first_two(ways) if len(surname) > 1 else (frozenset(), frozenset())
    heads, tails = _pieces(pieces)
    initials = frozenset(way[0] for way in ways)
    return Part(f"k:{surname}", ways, heads | more[0], tails | more[1], initials, is_surname=True)


def _first_two(ways: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Where words of unknown pieces may be cut in two."""
    cuts = [(way[:cut], way[cut:]) for way in ways for cut in range(2, len(way) - 1)]
    return frozenset(head for head, _tail in cuts), frozenset(tail for _head, tail in cuts)


def _pieces(syllables: list[frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """(heads, tails) of words of these syllables; an apostrophe may part a consonant from the rest (Ch'ŏl)."""
    said = frozenset(way for ways in syllables for way in ways)
    cut = frozenset(way[len(begin) :] for way in said for begin in _ASPIRATED if way.startswith(begin))
    heads = syllables[0] if len(syllables) > 1 else frozenset()
    later = frozenset(way for ways in syllables[1:] for way in ways)
    return heads | _ASPIRATED, later | cut | _ASPIRATED


@lru_cache(maxsize=65536)
def _given(given: str) -> Part:
    writings = korean.given_writings(given)
    said = [korean.given_syllables(way) for way in korean.spoken(given)]
    heads, tails = _pieces([frozenset(way for ways in said for way in ways[at]) for at in range(len(given))])
    letters = [frozenset(way[:1] for way in syllable) for syllable in korean.given_syllables(given)]
    initials = frozenset(map("".join, product(*letters))) | letters[0]
    sounds = frozenset(key for way in writings if (key := korean.ear_key(way))) if len(given) > 1 else frozenset()
    alone = len(given) > 1 and not is_korean_word(given)
    return Part(f"g:{given}", writings, heads, tails, initials, sounds, alone=alone, long=len(given) > 1)


def _of_han(name: str) -> Iterator[Form]:
    simple = han.simplified(name)
    cut = 2 if len(simple) > 3 else 1
    for reading in sorted(han.in_hangul(simple))[:MOST_READINGS]:
        surname, given = korean.split_hangul(reading)
        if surname and given:
            yield _of_korean_pair(surname, given)
    family, rest = simple[:cut], simple[cut:]
    parts = (_mandarin(family, is_surname=True), _mandarin(rest)) if rest else (_mandarin(family),)
    yield Form(parts, (Whole(simple, surname=cut),) if len(simple) > 1 else ())


def _mandarin(characters: str, *, is_surname: bool = False) -> Part:
    ways = [han.syllables(character) for character in characters]
    writings = frozenset(islice(map("".join, product(*ways)), 400))
    heads, tails = _pieces(ways)
    initials = frozenset("".join(letter[0] for letter in one) for one in islice(product(*ways), 400))
    return Part(
        f"c:{characters}",
        writings,
        heads,
        tails,
        initials | {writing[0] for writing in writings},
        frozenset(key for way in writings for key in sound_keys(way)),
        is_surname=is_surname,
        long=len(characters) > 1,
    )


def _of_burmese(name: str) -> Iterator[Form]:
    yield Form((), (Whole(name),))
    yield from (Form((part,)) for part in _syllables(burmese.syllables(name)))


def _as_burmese(words: tuple[str, ...]) -> Iterator[Form]:
    """A name in Latin letters all of whose words are syllables of Burmese names."""
    ways = tuple(burmese.other_ways(word) for word in words)
    if len(words) > 1 and all(ways):
        wholes = tuple(Whole(name) for name in burmese.in_burmese(words))
        yield from (Form((part,), wholes) for part in _syllables(ways))


def _syllables(ways: tuple[frozenset[str], ...]) -> Iterator[Part]:
    """The name as one part of several words; of a long one, its end too (Suu Kyi)."""
    for said in {ways, ways[-2:] if len(ways) > 3 else ways}:
        writings = frozenset(islice(map("".join, product(*said)), 400))
        if len(said) > 1:
            tails = frozenset(way for word in said[1:] for way in word)
            yield Part(f"b:{min(writings)}", writings, said[0], tails, frozenset())


def _word_by_word(words: tuple[str, ...]) -> Form:
    single = len(words) == 1
    told = tuple(word for word in words if word not in arabic.ARTICLES)
    words = told if len(told) > 1 else words
    parts = [_word(word, single=single) for word in words if len(word) > 1 or single]
    if len(words) > 2:
        # Two words of a long name are one to others: Abd al-Fattah, Abdelfattah; Nasr Allah, Nasrallah.
        parts += [_word(before + after, single=False) for before, after in pairwise(words)]
    return Form(tuple(parts) or (_word("".join(words), single=True),), tuple(Whole(word) for word in _unspaced(words)))


def as_written(text: str) -> Form:
    """What is no person's name (an organisation, a handle): all its words, in their order."""
    words = fold(text).split()
    joined = "".join(words)
    heads = frozenset({words[0]}) if len(words) > 1 else frozenset()
    part = Part(f"a:{joined}", frozenset({joined}), heads, frozenset(words[1:]), frozenset())
    return Form((part,), tuple(Whole(word) for word in _unspaced(tuple(words))))


def _unspaced(words: tuple[str, ...]) -> Iterator[str]:
    joined = "".join(words)
    if not to_latin(joined).isascii():
        yield joined


def _word(word: str, *, single: bool) -> Part:
    plain = to_latin(word)
    bare = arabic.without_article(plain)
    ways = (
        frozenset({word, plain, bare})
        | arabic.writings(bare, bare=arabic.is_arabic(word))
        | russian.writings(word, plain)
    )
    ways |= han.from_pinyin(plain)
    heads, tails = _first_two(frozenset({plain, bare}) | han.from_pinyin(plain))
    rare = len(plain) >= LEAST_SURE and plain not in known()
    sounds = sound_keys(word) | sound_keys(bare)
    return Part(f"w:{word}", ways, heads, tails, frozenset({plain[:1], bare[:1]}), sounds, alone=single or rare)
