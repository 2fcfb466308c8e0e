"""'At least 31' is a value."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.counts import Count, CountField, Sense

NUMBERS = st.integers(0, 10_000_000)
COUNTS = st.one_of(
    NUMBERS.map(Count.exactly),
    NUMBERS.map(Count.at_least),
    NUMBERS.map(Count.up_to),
    st.tuples(NUMBERS, NUMBERS).map(lambda two: Count.about(min(two), max(two))),
)


@pytest.mark.parametrize(
    ("count", "english"),
    [
        (Count.at_least(31), "at least 31 people"),
        (Count.exactly(1), "1 person"),
        (Count.exactly(0), "0 people"),
        (Count.about(60, 80), "about 70 people"),
        (Count.up_to(40), "up to 40 people"),
    ],
)
def test_in_words(count: Count, english: str) -> None:
    with override("en"):
        assert count.words == str(count) == english


@given(count=COUNTS)
def test_it_comes_back_from_the_database_as_it_went(count: Count) -> None:
    field = CountField()
    stored = json.dumps(field.get_prep_value(count))
    assert field.from_db_value(stored, None, None) == count
    assert field.to_python(field.get_prep_value(count)) == count


@given(sense=st.sampled_from(Sense.values), low=st.none() | NUMBERS, high=st.none() | NUMBERS)
def test_bounds_fit_the_sense_or_make_no_count(sense: str, low: int | None, high: int | None) -> None:
    try:
        count = Count(sense, low, high)
    except ValueError:
        return
    assert count.minimum is None or count.maximum is None or count.minimum <= count.maximum
    assert (count.minimum is None) == (low is None)
    assert sense != Sense.EXACT or low == high
    assert sense != Sense.AT_LEAST or low is not None
    assert sense != Sense.UP_TO or high is not None


@pytest.mark.parametrize(
    "wrong",
    [
        ("exact", 1, 2),
        ("exact", None, None),
        ("at_least", None, 3),
        ("about", 5, 4),
        ("about", 5, None),
        ("up_to", 3, None),
        ("at_least", -1, None),
        ("many", 1, 2),
    ],
)
def test_what_makes_no_count(wrong: tuple[str, int | None, int | None]) -> None:
    with pytest.raises(ValueError):
        Count(*wrong)
    with pytest.raises(ValidationError):
        CountField().to_python(dict(zip(("sense", "minimum", "maximum"), wrong, strict=True)))


@pytest.mark.parametrize("wrong", ["31", 31, [], {"sense": "exact"}, {"sense": "exact", "minimum": 1, "extra": 1}])
def test_a_field_takes_counts_alone(wrong: object) -> None:
    with pytest.raises(ValidationError):
        CountField().to_python(wrong)


def test_a_source_and_a_day_go_with_it() -> None:
    count = Count.at_least(31, as_of="2012-03-1X", source="partner")
    field = CountField()
    assert field.from_db_value(json.dumps(field.get_prep_value(count)), None, None) == count
    assert count != Count.at_least(31)


def test_a_source_is_chosen_and_cannot_be_a_name() -> None:
    with pytest.raises(ValueError, match="source"):
        Count.at_least(31, source="Han Do-yun")


def test_nobody_means_more_people_than_there_are() -> None:
    with pytest.raises(ValueError, match="more people"):
        Count.at_least(10**40)
