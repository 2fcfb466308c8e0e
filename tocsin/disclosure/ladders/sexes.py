"""A sex: said, or not."""

from __future__ import annotations

from .covers import Among
from .rungs import EXACT, Ladder, Need, Rung, descending

_WORDS = {"female": {"en": "female", "ko": "여성"}, "male": {"en": "male", "ko": "남성"}}


def sex_ladder(sex: str, needs: tuple[Need, ...]) -> Ladder | None:
    """None where it is not known, or is none that a noun could tell."""
    if sex not in _WORDS:
        return None
    return Ladder("sex", "sex", needs, descending([Rung(EXACT, _WORDS[sex], ("sex", sex), Among(frozenset({sex})))]))
