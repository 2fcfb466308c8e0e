"""Which folded words are ordinary words of a language, so that a piece of a name does not cry wolf.

Frequencies: the wordfreq package's small lists (words heard at least once in a million words or so).
"""

from __future__ import annotations

from functools import cache

from wordfreq import get_frequency_dict

from .folding import fold
from .tables import lines

# Languages that pages are written in besides English, with letters of the same script.
_NEIGHBOURS = ("fr", "de", "es", "pt", "it", "nl")
_FUNCTION, _HEARD, _KOREAN = 10**-4.0, 10**-6.0, 10**-4.75


def _above(language: str, least: float) -> frozenset[str]:
    return frozenset(
        folded
        for word, frequency in get_frequency_dict(language, "small").items()
        if frequency >= least and " " not in (folded := fold(word).strip())
    )


@cache
def ordinary() -> frozenset[str]:
    """Words so common that they are words even where they could be a name's syllable."""
    others = frozenset().union(*(_above(language, _FUNCTION) for language in _NEIGHBOURS))
    return frozenset(" ".join(lines("words")).split()) | _above("en", _FUNCTION) | others


@cache
def known() -> frozenset[str]:
    """All words of English that are heard now and then (first names of English speakers among them)."""
    return _above("en", _HEARD) | ordinary()


@cache
def korean() -> frozenset[str]:
    """Words of Korean that are common enough to be meant where they are also a given name."""
    return _above("ko", _KOREAN)


@cache
def _borne() -> frozenset[str]:
    return frozenset(" ".join(lines("given")).split())


def is_korean_word(text: str) -> bool:
    """Whether Hangul is rather a word than a given name: the list has it, and not because people bear it; or everybody
    says it, whoever bears it."""
    return text in korean() if text in _borne() else text in korean_all()


@cache
def korean_all() -> frozenset[str]:
    """All words of Korean that the list has."""
    return _above("ko", _HEARD)
