"""Birth and age, from what was said to what follows for a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.cases import fact_words
from tocsin.cases.facts import PersonFacts, Sex, full_years
from tocsin.core.dates import UncertainDate

MARCH = dt.date(2012, 3, 20)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def born(edtf: str) -> PersonFacts:
    return PersonFacts(birth=UncertainDate.parse(edtf))


@pytest.mark.parametrize(
    ("facts", "ages"),
    [
        (born("1942-03-20"), (70, 70)),
        (born("1942-03-21"), (69, 69)),
        (born("1942"), (69, 70)),
        (born("../1942-12-31"), (69, 120)),
        (born("1990/.."), (0, 22)),
        (PersonFacts.aged(70, as_of="2012-03-08"), (70, 71)),
        (PersonFacts.aged(70, as_of="2012-03-20"), (70, 70)),
        (PersonFacts.aged(70, as_of="2011-03-20"), (71, 71)),
        # Who was said to be 13 on the last of March may have been 12 on the 20th.
        (PersonFacts.aged(13, 19, as_of="2012-03"), (12, 20)),
        (PersonFacts.aged(13, 19), (13, 19)),
        (PersonFacts(age_from=60), (60, 120)),
        (PersonFacts(age_to=5), (0, 5)),
        (PersonFacts(), None),
        # What is known of the birth goes before an age that was said.
        (PersonFacts(birth=UncertainDate.parse("1942-03-20"), age_from=60, age_to=60), (70, 70)),
    ],
)
def test_the_age_on_a_day(facts: PersonFacts, ages: tuple[int, int] | None) -> None:
    assert facts.age_on(MARCH) == ages


@given(born_on=DAYS, told_on=DAYS, day=DAYS)
def test_whoever_was_of_an_age_can_be_of_the_age_that_follows(born_on: dt.date, told_on: dt.date, day: dt.date) -> None:
    """An age that was true on the day on which it was said holds the true age on every other day."""
    said, true = full_years(born_on, told_on), full_years(born_on, day)
    if not (0 <= said <= 120 and 0 <= true <= 120):
        return
    ages = PersonFacts.aged(said, as_of=told_on.isoformat()).age_on(day)
    assert ages is not None
    assert ages[0] <= true <= ages[1]
    assert ages[1] - ages[0] <= 1


@pytest.mark.parametrize(
    ("facts", "child"),
    [
        (PersonFacts(child=True), True),
        (PersonFacts.aged(20, child=True), True),
        (PersonFacts.aged(5), True),
        (PersonFacts.aged(13, 19), None),
        (PersonFacts.aged(70), False),
        (PersonFacts(), None),
    ],
)
def test_whether_a_child_is_said_or_follows(facts: PersonFacts, child: bool | None) -> None:
    assert facts.is_child_on(MARCH) is child


@given(
    low=st.none() | st.integers(0, 60),
    high=st.none() | st.integers(60, 120),
    sex=st.sampled_from(Sex),
    child=st.sampled_from([None, True, False]),
    birth=st.sampled_from(["", "1942", "1942-03-05", "1942~", "../1950"]),
    as_of=st.sampled_from(["", "2012-03-08~"]),
)
def test_facts_come_back_as_they_were(
    low: int | None, high: int | None, sex: Sex, child: bool | None, birth: str, as_of: str
) -> None:
    dates = [UncertainDate.parse(text) if text else None for text in (birth, as_of)]
    facts = PersonFacts(dates[0], low, high, dates[1], sex, child)
    assert PersonFacts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize(
    ("sealed", "facts"),
    [
        ('{"age": "70", "sex": "female"}', PersonFacts.aged(70, sex=Sex.FEMALE)),
        ('{"age": 70, "sex": "f"}', PersonFacts.aged(70, sex=Sex.FEMALE)),
        ('{"age": "13–19", "child": true}', PersonFacts.aged(13, 19, child=True)),
        ('{"age": "13/19", "sex": "m"}', PersonFacts.aged(13, 19, sex=Sex.MALE)),
        ("{}", PersonFacts()),
    ],
)
def test_what_was_sealed_before_still_opens(sealed: str, facts: PersonFacts) -> None:
    assert PersonFacts.from_json(sealed) == facts


@pytest.mark.parametrize(("low", "high"), [(-1, None), (None, 121), (19, 13)])
def test_impossible_ages_are_refused(low: int | None, high: int | None) -> None:
    with pytest.raises(ValueError, match="age"):
        PersonFacts(age_from=low, age_to=high)


def test_facts_in_words() -> None:
    woman = PersonFacts.aged(70, as_of="2012-03-08", sex=Sex.FEMALE)
    assert fact_words.facts(woman) == "70 years old (8 March 2012), female"
    assert fact_words.short(woman) == "70 (2012), female"
    assert fact_words.facts(PersonFacts.aged(5)) == "5 years old, a child"
    assert fact_words.short(PersonFacts(age_from=60)) == "60 or older"
    assert fact_words.short(born("1942~")) == "born about 1942"
    assert fact_words.facts(PersonFacts()) == ""
