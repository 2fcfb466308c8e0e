"""Letters that look like others, so that Кіm (two of them Cyrillic) is Kim to the guard as it is to the eye."""

from __future__ import annotations

from functools import lru_cache

from .tables import lines

_LOOKS = {letter: looks for letter, *looks in map(str.split, lines("lookalikes"))}
_FIRST = str.maketrans({letter: looks[0] for letter, looks in _LOOKS.items()})
_SECOND = str.maketrans({letter: looks[-1] for letter, looks in _LOOKS.items()})


@lru_cache(maxsize=65536)
def seen_as(folded: str) -> frozenset[str]:
    """What Latin words a folded word looks like, or is without figures around it; empty where it is plain."""
    if (folded.isalpha() and folded.isascii()) or folded.isdigit():
        return frozenset()
    looks = {folded.translate(_FIRST), folded.translate(_SECOND), folded.strip("0123456789")}
    return frozenset(word for word in looks if word != folded and word.isascii() and word.isalpha())
