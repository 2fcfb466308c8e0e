"""Every way of writing one name, as plain text."""

from __future__ import annotations

from .folding import fold
from .hangul import is_hangul
from .korean import given_syllables, split_hangul, surname_writings


def spellings(name: str) -> frozenset[str]:
    """Every way of writing this name that the guard looks for (plain text, before folding)."""
    as_written = name.strip()
    joined = fold(as_written).replace(" ", "")
    ways = {as_written} if as_written else set()
    if is_hangul(joined):
        ways |= _of_hangul(joined)
    return frozenset(ways)


def _of_hangul(name: str) -> set[str]:
    surname, given = split_hangul(name)
    if not surname or len(given) > 2:
        return {name}
    syllables = given_syllables(given)
    ways = {name, f"{surname} {given}"}
    for first in surname_writings(surname):
        for one in syllables[0]:
            for two in syllables[1] if len(syllables) > 1 else ("",):
                parts = f"{one}-{two}".strip("-").title()
                ways |= {f"{first.title()} {parts}", f"{parts} {first.title()}"}
    return ways
