"""The timeline: uncertainty is width, an open side runs off, and every day has its place."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tocsin.cases.timeline import LABELS, PLOT, timeline

from .family import Family


def test_the_wider_the_less_certain() -> None:
    family = Family().event("2012-02-14").event("2012-03-1X").event("2012-03").event("2012-01/2012-03")
    drawn = timeline(family.opened)
    assert drawn is not None
    widths = {row.dates[0].text: row.width for row in drawn.rows}
    assert widths["14 February 2012"] < widths["mid-March 2012"] < widths["March 2012"] < max(widths.values())
    exact = [row for row in drawn.rows if row.exact]
    assert [row.dates[0].text for row in exact] == ["14 February 2012"]


def test_open_sides_and_about() -> None:
    family = Family().event("2012-02-14").event("../2012-03-20").event("2012-03-01/..").event("2012-03-09~")
    drawn = timeline(family.opened)
    assert drawn is not None
    by = next(row for row in drawn.rows if row.open_start)
    since = next(row for row in drawn.rows if row.open_end)
    about = next(row for row in drawn.rows if row.about)
    assert by.x == LABELS
    assert since.end == LABELS + PLOT
    assert not about.exact
    assert about.width > 20


def test_what_was_done_stands_among_what_happened() -> None:
    drawn = timeline(Family().event("2012-03-01").done("2012-02-01").event("2012-01-01").opened)
    assert drawn is not None
    assert [row.done for row in drawn.rows] == [False, True, False]


@pytest.mark.parametrize(("language", "words"), [("en", "14 February 2012"), ("ko", "2012년 2월 14일")])
def test_dates_are_in_the_readers_words(language: str, words: str) -> None:
    with translation.override(language):
        drawn = timeline(Family().event("2012-02-14").opened)
    assert drawn is not None
    assert drawn.rows[0].dates[0].text == words


def test_without_a_date_there_is_no_timeline() -> None:
    assert timeline(Family().opened) is None


EDTF = st.sampled_from(
    [
        "2012",
        "2012-03",
        "2012-03-1X",
        "2012-03-14",
        "1950/2011",
        "../2012-03-20",
        "1950/..",
        "0001",
        "9999-12-31",
        "201X",
    ]
)


@hypothesis_settings(deadline=None)
@given(dates=st.lists(EDTF, min_size=1, max_size=8))
def test_every_bar_is_within_the_drawing(dates: list[str]) -> None:
    family = Family()
    for date in dates:
        family.event(date)
    drawn = timeline(family.opened)
    assert drawn is not None
    assert len(drawn.rows) == len(dates)
    for row in drawn.rows:
        assert LABELS - 15 <= row.x <= row.end <= LABELS + PLOT + 15
    assert 0 < len(drawn.ticks) <= 12
    for tick in drawn.ticks:
        assert LABELS <= tick.x <= LABELS + PLOT
