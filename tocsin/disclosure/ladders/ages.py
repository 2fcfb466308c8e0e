"""An age: 'a woman of 70', 'a woman in her seventies', 'an elderly woman', 'an adult', nothing.

Classes of age are wide enough to hold one another: a child is under 18 (CRC), a young person 10 to 24 (UN), somebody
elderly from 60 on (UN). A ladder for 15 therefore goes on from 'a teenager' (13 to 19) to 'a young person'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tocsin.cases.facts import OLDEST, PersonFacts

from . import ages_en, ages_ko
from .covers import Days
from .rungs import EXACT, Form, Ladder, Need, Rung, descending

WAYS = {"en": ages_en.noun, "ko": ages_ko.noun}
FIRST_DECADE = 20
# name -> youngest and oldest, from the narrow ones to the wide ones.
CLASSES = {
    "baby": (0, 1),
    "young_child": (0, 6),
    "child": (0, 17),
    "teenager": (13, 19),
    "young_person": (10, 24),
    "young_adult": (18, 29),
    "middle_aged": (40, 59),
    "elderly": (60, OLDEST),
    "adult": (18, OLDEST),
}
GROWN = frozenset({"young_adult", "middle_aged", "elderly", "adult"})


def age_ladder(facts: PersonFacts, day: dt.date, needs: tuple[Need, ...], sex: str = "") -> Ladder | None:
    """The ladder of somebody's age as of a day; None where nothing is known. ``sex`` colours the words alone."""
    ages = ages_told(facts, day)
    if ages is None:
        return None
    rungs = (Rung(key, words(form, sex), form, born(low, high, day)) for key, form, low, high in _forms(*ages))
    return Ladder("age", "age", needs, descending(rungs))


def ages_told(facts: PersonFacts, day: dt.date) -> tuple[int, int] | None:
    """The youngest and oldest that the person can be. An age that was said within the last year is told as it was."""
    said_on = facts.age_as_of.latest if facts.age_as_of else None
    if facts.birth is None and said_on is not None and abs((day - said_on).days) <= 366:
        day = said_on
        if facts.age_from is not None and facts.age_to is not None:
            return facts.age_from, facts.age_to
    ages = facts.age_on(day)
    if ages is None and facts.child is not None:
        return (0, 17) if facts.child else (18, OLDEST)
    return ages


def born(low: int, high: int, day: dt.date) -> Days:
    """The days on which somebody was born who is ``low`` to ``high`` full years old on a day."""
    earliest = None if high >= OLDEST else _years_before(day, high + 1) + dt.timedelta(days=1)
    return Days(earliest, _years_before(day, low))


def words(form: Form, sex: str = "") -> dict[str, str]:
    return {language: noun(form, sex) for language, noun in WAYS.items()}


def _forms(low: int, high: int) -> Iterator[tuple[str, Form, int, int]]:
    """(key, form, youngest, oldest) from exact on."""
    named = next((name for name, bounds in CLASSES.items() if bounds == (low, high)), None)
    yield EXACT, ("class", named) if named else ("aged", low, high), low, high
    if low // 10 == high // 10 and low >= FIRST_DECADE:
        yield "decade", ("decade", low // 10 * 10), low // 10 * 10, low // 10 * 10 + 9
    for name, (youngest, oldest) in CLASSES.items():
        if youngest <= low and high <= oldest:
            yield name, ("class", name), youngest, oldest


def _years_before(day: dt.date, years: int) -> dt.date:
    """29 February becomes the 28th."""
    year = max(day.year - years, dt.MINYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
