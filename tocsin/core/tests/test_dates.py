"""'Mid-March 2012' is a value: EDTF kept verbatim, with its bounds, its order and its words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.core.dates import UncertainDate, UncertainDateField

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
quick = settings(max_examples=100, deadline=None)


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "english"),
    [
        ("2012-03-14", "2012-03-14", "2012-03-14", "14 March 2012"),
        ("2012-03", "2012-03-01", "2012-03-31", "March 2012"),
        ("2012-03-XX", "2012-03-01", "2012-03-31", "March 2012"),
        ("2012", "2012-01-01", "2012-12-31", "2012"),
        ("2012-02-2X", "2012-02-20", "2012-02-29", "late February 2012"),
        ("2012-03-0X", "2012-03-01", "2012-03-09", "early March 2012"),
        ("2012-03-1X", "2012-03-10", "2012-03-19", "mid-March 2012"),
        ("2012-03~", "2012-03-01", "2012-03-31", "about March 2012"),
        ("2012-03-14?", "2012-03-14", "2012-03-14", "14 March 2012 (uncertain)"),
        ("2012%", "2012-01-01", "2012-12-31", "about 2012 (uncertain)"),
        ("2012-03-08/2012-03-14", "2012-03-08", "2012-03-14", "between 8 March 2012 and 14 March 2012"),
        ("../2012-03-20", None, "2012-03-20", "by 20 March 2012"),
        ("2012-02/..", "2012-02-01", None, "since February 2012"),
        ("2012-03-1X/..", "2012-03-10", None, "since mid-March 2012"),
        ("2012-03-20/..", "2012-03-20", None, "since 20 March 2012"),
        ("2012-03/2012-03-14", "2012-03-01", "2012-03-14", "between 1 March 2012 and 14 March 2012"),
        ("2012-03-1X/2012-04", "2012-03-10", "2012-04-30", "between 10 March 2012 and 30 April 2012"),
        ("2012-21", "2012-03-01", "2012-05-31", "spring 2012"),
        ("2012-24", "2012-12-01", "2013-02-28", "winter 2012"),
    ],
)
def test_what_it_means_and_how_it_is_said(edtf: str, earliest: str | None, latest: str | None, english: str) -> None:
    date = UncertainDate.parse(edtf)
    assert date.edtf == edtf
    assert (date.earliest, date.latest) == (day(earliest), day(latest))
    with override("en"):
        assert date.words == english


@quick
@given(date=DAYS)
@example(dt.date(2012, 2, 29))
@example(dt.date(999, 1, 1))
def test_a_whole_day_is_itself(date: dt.date) -> None:
    read = UncertainDate.parse(date.isoformat())
    assert (read.earliest, read.latest) == (date, date)


@quick
@given(first=DAYS, last=DAYS)
@example(dt.date(2012, 3, 14), dt.date(2012, 3, 14))
def test_an_interval_runs_forwards(first: dt.date, last: dt.date) -> None:
    text = f"{first.isoformat()}/{last.isoformat()}"
    if first > last:
        with pytest.raises(ValueError):
            UncertainDate.parse(text)
    else:
        read = UncertainDate.parse(text)
        assert (read.earliest, read.latest) == (first, last)


@quick
@given(date=DAYS, sharp=st.integers(1, 3), mark=st.sampled_from(["", "~", "?", "%"]))
def test_bounds_hold_every_day_that_is_meant(date: dt.date, sharp: int, mark: str) -> None:
    text = "-".join(date.isoformat().split("-")[:sharp]) + mark
    read = UncertainDate.parse(text)
    assert read.earliest is not None
    assert read.latest is not None
    assert read.earliest <= date <= read.latest
    assert (read.approximate, read.uncertain) == (mark in ("~", "%") and mark != "", mark in ("?", "%") and mark != "")
    with override("en"):
        assert str(date.year) in read.words or date.year < 1000


@quick
@given(text=st.text(st.sampled_from("0123456789-/X~?%. TZ"), max_size=24))
def test_rubbish_is_a_value_error_and_what_is_read_has_words(text: str) -> None:
    try:
        read = UncertainDate.parse(text)
    except ValueError:
        return
    assert read.edtf == text.strip()
    assert read.words


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "march",
        "2012-13",
        "2012-02-30",
        "14.3.2012",
        "2012-03-14/2012-03-08",
        "../..",
        "/",
        "2012/2013/2014",
        "1" * 99,
    ],
)
def test_what_is_no_date(wrong: str) -> None:
    with pytest.raises(ValueError):
        UncertainDate.parse(wrong)
    if wrong:
        with pytest.raises(ValidationError):
            UncertainDateField().to_python(wrong)


def test_a_field_keeps_the_text_and_gives_the_value() -> None:
    field = UncertainDateField()
    march = UncertainDate.parse("2012-03-1X")
    assert field.get_prep_value(march) == "2012-03-1X"
    assert field.get_prep_value("2012-03-1X") == "2012-03-1X"
    assert field.from_db_value("2012-03-1X", None, connection) == march
    assert field.to_python("") is None
    assert field.get_prep_value(None) == ""
    assert UncertainDateField(null=True).get_prep_value(None) is None
    field.run_validators(march)
