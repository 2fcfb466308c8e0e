"""Keys to find a name by, whatever way it is written: for blind indexes and searches, not for the guard.

A name is a tuple of parts (surname, given name, ...), a part a set of opaque keys. Two writings of one part, in any
script, share at least one key; so may two parts that only sound alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .folding import fold
from .hangul import is_hangul
from .korean import read_given, read_surname, split_hangul, twins
from .sounds import sound_keys

MOST_WORDS = 4
# Within a word, where McCune-Reischauer and Arabic have them; not before a genitive's s.
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼʻʿʾ`](?!s\b)(?=\w)")


def search_keys(text: str) -> tuple[frozenset[str], ...]:
    """One set of keys for each part of a name. A query matches a name when each part of the query shares a key with
    some part of the name."""
    words = tuple(fold(_APOSTROPHES.sub("", text)).split())
    if not words:
        return ()
    if len(words) == 1:
        return _of_one_word(words[0])
    cuts = {cut for cut, surname, given in _orders(words) if read_surname(surname) and _given(given)}
    if not cuts:
        return tuple(_plain(word) for word in words)
    head = frozenset().union(*(_of_part(words[:cut]) for cut in cuts))
    tail = frozenset().union(*(_of_part(words[cut:]) for cut in cuts))
    return head, tail


def _orders(words: tuple[str, ...]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Where the name is cut, and which word is its surname and which its given name: both ways around."""
    if len(words) <= MOST_WORDS:
        yield 1, words[0], words[1:]
        yield len(words) - 1, words[-1], words[:-1]


def _given(words: tuple[str, ...]) -> frozenset[str]:
    found = frozenset({""})
    for word in words:
        readings = frozenset({word}) if is_hangul(word) else read_given(word)
        found = frozenset(before + reading for before in found for reading in readings)
    return frozenset(reading for reading in found if len(reading) <= MOST_WORDS)


def _of_part(words: tuple[str, ...]) -> frozenset[str]:
    readings = _given(words) | (read_surname(words[0]) if len(words) == 1 else frozenset())
    return _korean(readings) | (_plain(words[0]) if len(words) == 1 else frozenset({f"w:{''.join(words)}"}))


def _korean(readings: frozenset[str]) -> frozenset[str]:
    return frozenset(f"h:{twin}" for reading in readings for twin in twins(reading))


def _plain(word: str) -> frozenset[str]:
    return frozenset({f"w:{word}"}) | frozenset(f"s:{key}" for key in sound_keys(word))


def _of_one_word(word: str) -> tuple[frozenset[str], ...]:
    if is_hangul(word):
        surname, given = split_hangul(word)
        if surname and len(given) > 1:
            return _korean(frozenset({surname})), _korean(frozenset({given}))
        return (_korean(frozenset({word, given} | ({surname} if surname else set()))),)
    joined = frozenset(
        given for cut in range(1, len(word)) if read_surname(word[:cut]) for given in read_given(word[cut:])
    )
    return (_plain(word) | _korean(read_given(word) | read_surname(word) | joined),)
