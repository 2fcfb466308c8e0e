"""How many: 'at least 31 people', 'at least 30 people', 'dozens of people', 'a group of people', nothing."""

from __future__ import annotations

from collections.abc import Iterator

from babel.numbers import format_decimal

from tocsin.core.counts import Count, Sense

from .covers import HowMany
from .korean import people
from .rungs import EXACT, Form, Ladder, Need, Rung, descending

# From how many on one says so.
SIZES = {"thousands": 2000, "hundreds": 200, "dozens": 24, "several": 3, "group": 2}
_SIZES_EN = {
    "thousands": "thousands of people", "hundreds": "hundreds of people", "dozens": "dozens of people",
    "several": "several people", "group": "a group of people", "some": "people",
}  # fmt: skip
_SIZES_KO = {
    "thousands": "수천 명", "hundreds": "수백 명", "dozens": "수십 명", "several": "여러 명",
    "group": "한 무리의 사람들", "some": "사람들",
}  # fmt: skip
_SENSES_EN = {Sense.EXACT: "{}", Sense.AT_LEAST: "at least {}", Sense.ABOUT: "about {}", Sense.UP_TO: "up to {}"}
_SENSES_KO = {Sense.EXACT: "{}", Sense.AT_LEAST: "최소 {}", Sense.ABOUT: "약 {}", Sense.UP_TO: "최대 {}"}


def count_ladder(count: Count, needs: tuple[Need, ...], key: str = "count") -> Ladder:
    """The ladder of a count."""
    low, high = count.minimum or 0, count.maximum
    rungs = (Rung(name, words(form), form, cover) for name, form, cover in _forms(count, low, high))
    return Ladder("count", key, needs, descending(rungs))


def words(form: Form) -> dict[str, str]:
    """``form``: ('number', sense, number) or ('size', name)."""
    if form[0] == "size":
        return {"en": _SIZES_EN[form[1]], "ko": _SIZES_KO[form[1]]}
    sense, number = form[1:]
    counted = f"{format_decimal(number, locale='en')} {'person' if number == 1 else 'people'}"
    return {"en": _SENSES_EN[sense].format(counted), "ko": _SENSES_KO[sense].format(people(number))}


def _forms(count: Count, low: int, high: int | None) -> Iterator[tuple[str, Form, HowMany]]:
    middle = (low + (high or low)) // 2 if count.sense == Sense.ABOUT else low
    number = (high or 0) if count.sense == Sense.UP_TO else middle
    yield EXACT, ("number", Sense(count.sense), number), HowMany(low, high)
    if low > 10:
        rounded = _rounded(low)
        yield "round", ("number", Sense.AT_LEAST, rounded), HowMany(rounded, None)
    for name in dict.fromkeys([next((name for name, least in SIZES.items() if low >= least), ""), "group"]):
        if name and low >= SIZES[name]:
            yield name, ("size", name), HowMany(SIZES[name], None)
    if low < SIZES["group"]:
        yield "some", ("size", "some"), HowMany(0, None)


def _rounded(number: int) -> int:
    step: int = 10 ** (len(str(number)) - 1)
    return number // step * step
