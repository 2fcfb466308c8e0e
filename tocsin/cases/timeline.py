"""The chain of events as a drawing in which uncertainty is width: geometry in pixels, for the desk's templates.

What is known to the day is a point; what is not, a bar over all the days that it can have been; a side that is open
runs off as an arrow; 'about' has a broken outline, since it may reach beyond its bar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.formats import date_format

from tocsin.core.dates import UncertainDate

from .graph.boxes import wrapped
from .opened import OpenedCase

LABELS = 220.0
PLOT = 650.0
TOP = 40.0
GAP = 14.0
KIND_SIZE, DATE_SIZE = 14.0, 12.5
KIND_LINE, DATE_LINE = 18.0, 16.0
SMALLEST, SMALLEST_ABOUT = 10.0, 30.0
BAR = 16.0
MOST_TICKS, MOST_MONTHS = 6, 6
# Days of the month that are marked, from all of them to the first alone.
DAY_MARKS = (range(1, 32), range(1, 31, 2), range(1, 27, 5), (1, 11, 21), (1, 16), (1,))
MONTH_STEPS = (1, 2, 3, 6, *(12 * years * scale for scale in (1, 10, 100, 1000) for years in (1, 2, 5)))
DAYS_BY_DAY = 75


@dataclass(frozen=True)
class Words:
    text: str
    y: float


@dataclass(frozen=True)
class Row:
    """One event or intervention (``done``). The bar runs from ``x`` for ``width``, its middle at ``y``."""

    kinds: tuple[Words, ...]
    dates: tuple[Words, ...]
    x: float
    width: float
    y: float
    exact: bool
    open_start: bool
    open_end: bool
    about: bool
    done: bool
    title: str
    height: float = BAR

    @property
    def end(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2


@dataclass(frozen=True)
class Tick:
    x: float
    words: str


@dataclass(frozen=True)
class Timeline:
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    height: float
    left: float = LABELS
    width: float = LABELS + PLOT + 20
    top: float = TOP


@dataclass(frozen=True)
class Scale:
    """Days to pixels; ``first`` to ``last`` inclusive."""

    first: dt.date
    last: dt.date
    days: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", (self.last - self.first).days + 1)

    def x(self, day: dt.date, *, after: bool = False) -> float:
        """Where a day begins, or (``after``) ends."""
        return LABELS + PLOT * ((day - self.first).days + after) / self.days


def timeline(opened: OpenedCase) -> Timeline | None:
    """Events and interventions in the order of their earliest day; None where nothing has a date."""
    told = [(event.kind_words, event.happened, event.place.words, False) for event in opened.events]
    told += [(one.kind_words, one.began, "", True) for one in opened.interventions]
    told.sort(key=lambda one: _order(one[1]))
    known = [day for _kind, when, _where, _done in told for day in (when.earliest, when.latest) if day]
    if not known:
        return None
    scale = _scale(min(known), max(known))
    rows, y = [], TOP
    for kind, when, where, done in told:
        kinds, dates = wrapped(kind, KIND_SIZE, LABELS - 20), wrapped(when.words, DATE_SIZE, LABELS - 20)
        height = KIND_LINE * len(kinds) + DATE_LINE * len(dates)
        title = ", ".join(words for words in (kind, when.words, where) if words)
        rows.append(_row(scale, when, kinds, dates, y, y + height / 2, done=done, title=title))
        y += height + GAP
    return Timeline(tuple(rows), tuple(_ticks(scale)), y)


def _order(when: UncertainDate) -> tuple[dt.date, dt.date]:
    """By the first day it can have been; what is only bounded from above, by that bound."""
    return when.earliest or when.latest or dt.date.max, when.latest or dt.date.max


def _scale(first: dt.date, last: dt.date) -> Scale:
    """With some days to spare on either side, so that open ends have somewhere to run."""
    spare = dt.timedelta(days=max((last - first).days // 12, 3))
    return Scale(max(first, dt.date.min + spare) - spare, min(last, dt.date.max - spare) + spare)


def _row(
    scale: Scale,
    when: UncertainDate,
    kinds: list[str],
    dates: list[str],
    top: float,
    y: float,
    *,
    done: bool,
    title: str,
) -> Row:
    start = scale.x(when.earliest) if when.earliest else LABELS
    end = scale.x(when.latest, after=True) if when.latest else LABELS + PLOT
    smallest = SMALLEST_ABOUT if when.approximate else SMALLEST
    if end - start < smallest:
        start, end = (start + end - smallest) / 2, (start + end + smallest) / 2
    below = top + KIND_LINE * len(kinds)
    return Row(
        kinds=tuple(Words(line, top + (number + 0.78) * KIND_LINE) for number, line in enumerate(kinds)),
        dates=tuple(Words(line, below + (number + 0.78) * DATE_LINE) for number, line in enumerate(dates)),
        x=start,
        width=end - start,
        y=y,
        exact=when.earliest is not None and when.earliest == when.latest and not when.approximate,
        open_start=when.earliest is None,
        open_end=when.latest is None,
        about=when.approximate or when.uncertain,
        done=done,
        title=title,
    )


def _ticks(scale: Scale) -> Iterator[Tick]:
    if scale.days <= DAYS_BY_DAY:
        days = [scale.first + dt.timedelta(days=number) for number in range(scale.days)]
        for marks in DAY_MARKS:
            marked = [day for day in days if day.day in marks]
            if len(marked) <= MOST_TICKS:
                break
        yield from (Tick(scale.x(day), date_format(day, "MONTH_DAY_FORMAT")) for day in marked)
        return
    months = scale.days / 30
    step = next((step for step in MONTH_STEPS if months / step <= MOST_MONTHS), MONTH_STEPS[-1])
    for month in range(scale.first.year * 12 + scale.first.month, scale.last.year * 12 + scale.last.month):
        if month % step == 0:
            day = dt.date(month // 12, month % 12 + 1, 1)
            yield Tick(scale.x(day), date_format(day, "YEAR_MONTH_FORMAT"))
