"""Sealed places, taken apart as names are: one place in several ways, with and without 'county' or 군."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.core.names import han
from tocsin.core.names.folding import fold
from tocsin.core.names.forms import Form, Part, Whole
from tocsin.core.names.hangul import is_hangul, latin
from tocsin.core.names.tables import lines
from tocsin.core.names.words import korean

_WAYS = re.compile(r"\s+/\s+")
_KINDS = frozenset(" ".join(lines("places")).split())
_CAPITALS = frozenset(" ".join(lines("capitals")).split())
_TAILS = sorted((kind for kind in _KINDS if not kind.isascii()), key=len, reverse=True)
MOST_WRITINGS = 400


def place_forms(text: str) -> Iterator[Form]:
    """Every way of writing a place; nothing for places that stand for governments, since they tell of nobody."""
    for way in _WAYS.split(text):
        words = fold(way).split()
        bare = [word for word in words if word not in _KINDS] or words
        for joined in {"".join(words), "".join(bare)}:
            if joined and joined not in _CAPITALS and han.simplified(joined) not in _CAPITALS:
                yield from _form(joined, tuple(bare))


def _form(joined: str, words: tuple[str, ...]) -> Iterator[Form]:
    if is_hangul(joined) or han.is_han(joined):
        for place in _without_kind(han.simplified(joined)):
            if place not in _CAPITALS:
                yield _unspaced(place)
    else:
        heads = frozenset({"".join(words[:1])}) if len(words) > 1 else frozenset()
        yield Form((Part(f"p:{joined}", frozenset({joined}), heads, frozenset(words[1:]), frozenset()),))


def _without_kind(place: str) -> Iterator[str]:
    yield place
    for tail in _TAILS:
        if place.endswith(tail) and len(place) - len(tail) >= 2:
            yield place[: -len(tail)]
            return


def _unspaced(place: str) -> Form:
    writings: frozenset[str] = frozenset()
    if is_hangul(place):
        writings = _written([latin(syllable, rare=False) for syllable in place])
    else:
        writings = _written([han.syllables(character) for character in place])
    wholes = () if place in korean() or len(place) < 2 else (Whole(place, alone=len(place) < 3),)
    return Form((Part(f"p:{place}", writings, frozenset(), frozenset(), frozenset()),), wholes)


def _written(syllables: list[frozenset[str]]) -> frozenset[str]:
    ways = [""]
    for syllable in syllables:
        ways = [before + way for before in ways for way in sorted(syllable)][:MOST_WRITINGS]
    return frozenset(way for way in ways if len(way) > 3)
