"""A date: '14 March 2012', 'mid-March 2012', 'March 2012', 'spring 2012', '2012', nothing.

What was 'about' or uncertain stays so on every rung, and no rung is sharper than what is known. Seasons are those of
``core.dates`` (northern hemisphere, from March on); winter lies in two years: its months are 'early' and 'late 2012'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tocsin.core.dates import UncertainDate

from . import dates_en, dates_ko, dates_other
from .covers import Days
from .rungs import EXACT, Form, Ladder, Need, Rung, descending

# From sharp to blunt, with how many days 'about' may be off on either side.
GRAINS = {"day": 7, "part": 10, "month": 31, "season": 92, "year": 366, "decade": 3653}
ROUND = ("day", "month", "year", "decade")  # grains in which the two ends of a span can be said


def date_ladder(
    known: UncertainDate, needs: tuple[Need, ...], languages: tuple[str, ...] = (), *, kind: str = "date"
) -> Ladder:
    """The ladder of a date in EDTF (``kind`` 'date' or 'birth'). Further ``languages`` get what CLDR has."""
    doubts = (known.approximate, known.uncertain)
    rungs = (
        Rung(name, words(form, languages), form, cover)
        for name, form, cover in _forms(Days(known.earliest, known.latest), doubts, decades=kind == "birth")
    )
    return Ladder(kind, kind, needs, descending(rungs))


def words(form: Form, languages: tuple[str, ...] = ()) -> dict[str, str]:
    said = {"en": dates_en.noun(form), "ko": dates_ko.noun(form)}
    return said | {language: dates_other.noun(form, language) for language in languages if language not in said}


def unit(day: dt.date, grain: str) -> tuple[dt.date, dt.date, Form]:
    """The first and last day of the stretch of that grain in which a day lies, and how it is said."""
    if grain == "day":
        return day, day, ("day", day)
    if grain == "part":
        return _part(day)
    if grain == "season":
        return _season(day)
    if grain == "month":
        return day.replace(day=1), _end(day.year, day.month), ("month", day.year, day.month)
    if grain == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), ("year", day.year)
    first = max(day.year // 10 * 10, dt.MINYEAR)
    return dt.date(first, 1, 1), dt.date(min(first + 9, dt.MAXYEAR), 12, 31), ("decade", first)


def _forms(known: Days, doubts: tuple[bool, bool], decades: bool) -> Iterator[tuple[str, Form, Days]]:
    sharpest = True
    for grain in GRAINS:
        told = _span(known, grain)
        if told is None or (grain == "decade" and not sharpest and not decades):
            continue
        said, cover = told
        yield (EXACT if sharpest else grain), (said, *doubts), _about(cover, grain) if doubts[0] else cover
        sharpest = False


def _span(known: Days, grain: str) -> tuple[Form, Days] | None:
    """How the known days are said in that grain, and the days that this leaves open."""
    first = unit(known.earliest, grain) if known.earliest else None
    last = unit(known.latest, grain) if known.latest else None
    if first and last:
        if first[2] == last[2]:
            return first[2], Days(first[0], first[1])
        if grain not in ROUND or _finer_fits(known, grain):
            return None
        return ("between", first[2], last[2]), Days(first[0], last[1])
    if grain not in ROUND:
        return None
    if last:
        return ("by", last[2]), Days(None, last[1])
    return (("since", first[2]), Days(first[0], None)) if first else None


def _finer_fits(known: Days, grain: str) -> bool:
    """A span that is one whole stretch of a finer or this grain is said as that."""
    if not known.earliest or not known.latest:
        return False
    for each in GRAINS:
        first, last, _form = unit(known.earliest, each)
        if (first, last) == (known.earliest, known.latest):
            return True
    return False


def _about(cover: Days, grain: str) -> Days:
    margin = dt.timedelta(days=GRAINS[grain])
    first = cover.earliest and max(cover.earliest, dt.date.min + margin) - margin
    last = cover.latest and min(cover.latest, dt.date.max - margin) + margin
    return Days(first, last)


def _part(day: dt.date) -> tuple[dt.date, dt.date, Form]:
    """The first nine days, ten days, and the rest of a month, as EDTF's 2012-03-0X, -1X and -2X begin."""
    part = 0 if day.day < 10 else 1 if day.day < 20 else 2
    first = day.replace(day=(1, 10, 20)[part])
    last = _end(day.year, day.month) if part == 2 else day.replace(day=(9, 19)[part])
    return first, last, ("part", day.year, day.month, part)


def _season(day: dt.date) -> tuple[dt.date, dt.date, Form]:
    if day.month in (1, 2):
        return dt.date(day.year, 1, 1), _end(day.year, 4), ("early", day.year)
    if day.month == 12:
        return dt.date(day.year, 9, 1), dt.date(day.year, 12, 31), ("late", day.year)
    season = day.month // 3 - 1
    return dt.date(day.year, 3 * season + 3, 1), _end(day.year, 3 * season + 5), ("season", day.year, season)


def _end(year: int, month: int) -> dt.date:
    if (year, month) == (dt.MAXYEAR, 12):
        return dt.date.max
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
