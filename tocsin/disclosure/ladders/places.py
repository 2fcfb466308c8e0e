"""A place: the town, its prefecture, the region, the country, 'abroad', nothing; each as that language writes it."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from tocsin.cases.places import GRAINS, Place

from .covers import Where
from .rungs import EXACT, Form, Ladder, Need, Rung, descending

ABROAD = {"en": "abroad", "ko": "국외"}
# Which letters a language is written in, by the beginning of their Unicode names.
_SCRIPTS = {
    "ko": ("HANGUL",), "ja": ("HIRAGANA", "KATAKANA", "CJK"), "zh": ("CJK",), "ru": ("CYRILLIC",),
    "uk": ("CYRILLIC",), "ar": ("ARABIC",), "fa": ("ARABIC",), "my": ("MYANMAR",), "th": ("THAI",),
}  # fmt: skip


def place_ladder(place: Place, needs: tuple[Need, ...], languages: tuple[str, ...] = (), key: str = "place") -> Ladder:
    """The ladder of a place as far as its grains are known; without any it has nothing to tell."""
    wanted = tuple(dict.fromkeys(("en", "ko", *languages)))
    return Ladder("place", key, needs, descending(_rungs(place, wanted)))


def written(place: Place, grain: str, language: str) -> str:
    """The way of writing that readers of the language know: of its own script, CLDR's of a country, or the first."""
    ways = place.ways(grain)
    own = next((way for way in ways if _readable(way, language)), "")
    if not own and grain == "country":
        own = next((name for way in ways if (name := _country(way, language))), "")
    return own or ways[0]


def where(place: Place, grain: str) -> Where:
    """What is told when a grain is: it, and whatever is coarser."""
    told = GRAINS[GRAINS.index(grain) :]
    return Where(tuple((each, place.ways(each)) for each in told if place.ways(each)))


def _rungs(place: Place, languages: tuple[str, ...]) -> Iterator[Rung]:
    known = [grain for grain in GRAINS if place.ways(grain)]
    for grain in known:
        form: Form = ("place", grain, tuple((language, written(place, grain, language)) for language in languages))
        words = dict(form[2])
        yield Rung(EXACT if grain == known[0] else grain, words, form, where(place, grain))
    if known:
        yield Rung("abroad", {language: ABROAD.get(language, "") for language in languages}, ("abroad",), Where(()))


def _readable(way: str, language: str) -> bool:
    scripts = _SCRIPTS.get(language.split("-")[0], ("LATIN",))
    letters = [letter for letter in way if letter.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith(scripts) for letter in letters)


@functools.cache
def _territories(language: str) -> dict[str, str]:
    try:
        return {code: name for code, name in Locale.parse(language, sep="-").territories.items() if code.isalpha()}
    except (UnknownLocaleError, ValueError):
        return {}


def _country(way: str, language: str) -> str:
    """CLDR's name in a language of the country that is written so in English, Korean or Chinese."""
    for known in ("en", "ko", "zh"):
        for code, name in _territories(known).items():
            if name.casefold() == way.casefold():
                return _territories(language).get(code, "")
    return ""
