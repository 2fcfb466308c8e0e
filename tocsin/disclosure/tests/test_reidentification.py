"""Re-identification: combining over releases and time, ties, subtraction; what it cannot see it says."""

from __future__ import annotations

import datetime as dt

import pytest

from tocsin.cases import queries
from tocsin.cases.actions import add_person, add_tie, record_event
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.models import Person
from tocsin.cases.places import Place
from tocsin.core.dates import UncertainDate
from tocsin.disclosure import ladders
from tocsin.disclosure.actions import approve_release, propose_release, record_consent, withdraw_release
from tocsin.disclosure.ladders import Among, Days, HowMany, Related
from tocsin.disclosure.ladders.ages import born
from tocsin.disclosure.models import Audience, Item
from tocsin.disclosure.reidentification import Assessment, PersonFinding, assess
from tocsin.disclosure.reidentification.reading import read
from tocsin.disclosure.told import Told, of_rungs
from tocsin.disclosure.words import Line

from .world import World

pytestmark = pytest.mark.django_db
DAY = dt.date(2012, 3, 14)


@pytest.fixture
def group(world: World) -> dict[str, Person]:
    """Beside the woman of 70 of the world: two women in their seventies, a man of 71, three younger."""
    told = {
        "second": PersonFacts.aged(72, sex=Sex.FEMALE),
        "third": PersonFacts.aged(75, sex=Sex.FEMALE),
        "man": PersonFacts.aged(71, sex=Sex.MALE),
        "child": PersonFacts.aged(5),
        "young_man": PersonFacts.aged(25, sex=Sex.MALE),
        "boy": PersonFacts.aged(12, sex=Sex.MALE),
    }
    record_event(
        actor=world.mina, case=world.case, kind="arrest", happened=UncertainDate.parse(DAY.isoformat()), place=Place(),
        account="As told.",
    )  # fmt: skip
    people = {
        key: add_person(
            actor=world.mina, case=world.case, part="member", naming="withheld", description=key, facts=facts
        )
        for key, facts in told.items()
    }
    return {"woman": world.person, **people}


def judged(world: World, *lines: tuple[str, Person | None, dict[str, str]], audience: str = "public") -> Assessment:
    """A draft of lines: English words, whom they tell of, and the rungs chosen for that person."""
    opened = queries.opened_case(world.mina, world.case)
    subjects = {one.persons[0]: one for one in ladders.subjects_of(opened, DAY) if one.persons}
    draft = []
    for words, person, rungs in lines:
        told = of_rungs(subjects[person.pk], rungs) if person and rungs else ()
        draft.append(({"en": words}, [person.pk] if person else [], told))
    return assess(opened, world.case, audience, draft)


def of(found: Assessment, person: Person, reader: int = 0) -> PersonFinding:
    return next(one for one in found.readers[reader].persons if one.person == person.pk)


def released(world: World, line: Line, audience: str = "public") -> object:
    for person, item in line.rests_on:
        record_consent(
            actor=world.mina, case=world.case, person=person, item=item, audience=audience, until=None,
            giver="her daughter", how="by telephone",
        )  # fmt: skip
    release = world.proposal([line])
    return approve_release(actor=world.adaeze, release=release)


def test_a_decade_fits_several_and_an_age_fits_one(world: World, group: dict[str, Person]) -> None:
    wide = of(judged(world, ("Someone is among them.", group["woman"], {"age": "decade"})), group["woman"])
    assert (wide.k, wide.few) == (4, False)
    exact = of(judged(world, ("Someone is among them.", group["woman"], {"age": "exact"})), group["woman"])
    assert (exact.k, exact.among) == (1, 7)
    assert exact.unique_by is not None
    assert exact.unique_by.position == 1


def test_two_lines_are_combined_and_the_second_is_named(world: World, group: dict[str, Person]) -> None:
    found = of(
        judged(
            world,
            ("Someone is among them.", group["man"], {"age": "decade"}),
            ("He is a man.", group["man"], {"sex": "exact"}),
        ),
        group["man"],
    )
    assert found.k == 1
    assert found.unique_by is not None
    assert found.unique_by.position == 2
    assert (2, 4) in found.without


def test_an_earlier_release_is_combined_with_the_draft(world: World, group: dict[str, Person]) -> None:
    released(world, Line({"en": "One is a man.", "ko": "남성입니다."}, [(group["man"], Item.SEX)]))
    found = of(judged(world, ("Someone in their seventies.", group["man"], {"age": "decade"})), group["man"])
    assert found.k == 1
    assert found.unique_by is not None
    assert found.unique_by.version is None, "it is the draft that makes it unique"


def test_what_was_taken_back_was_read_all_the_same(world: World, group: dict[str, Person]) -> None:
    release = released(world, Line({"en": "One is a man.", "ko": "남성입니다."}, [(group["man"], Item.SEX)]))
    withdraw_release(actor=world.mina, release=release)
    found = of(judged(world, ("Someone in their seventies.", group["man"], {"age": "decade"})), group["man"])
    assert found.k == 1


def test_two_ages_told_at_two_times_are_intersected(world: World, group: dict[str, Person]) -> None:
    line = Line({"en": "A woman in her seventies.", "ko": "70대 여성입니다."}, [(group["woman"], Item.AGE)])
    released(world, line)
    found = of(judged(world, ("She was born in 1942.", group["woman"], {})), group["woman"])
    assert found.narrowed is not None
    assert found.narrowed.holds(Days(dt.date(1942, 1, 1), dt.date(1942, 3, 1)))
    assert not found.narrowed.holds(Days(dt.date(1942, 6, 1), dt.date(1942, 6, 1)))


def test_a_tie_makes_one_of_several_unique(world: World, group: dict[str, Person]) -> None:
    daughter = add_person(
        actor=world.mina, case=world.case, part="relative", naming="withheld", description="her daughter",
        facts=PersonFacts(sex=Sex.FEMALE),
    )  # fmt: skip
    son = add_person(
        actor=world.mina, case=world.case, part="relative", naming="withheld", description="a son",
        facts=PersonFacts(sex=Sex.MALE),
    )  # fmt: skip
    tie = add_tie(actor=world.mina, person=group["woman"], relative=daughter, kind="parent")
    for other in ("second", "third", "man"):
        add_tie(actor=world.mina, person=group[other], relative=son, kind="parent")
    rungs = {"age": "decade", "sex": "exact"}
    assert of(judged(world, ("One.", group["woman"], rungs)), group["woman"]).k == 3
    with_tie = of(judged(world, ("One.", group["woman"], {**rungs, f"tie:{tie.pk}": "relation"})), group["woman"])
    assert with_tie.k == 1
    general = of(judged(world, ("One.", group["woman"], {**rungs, f"tie:{tie.pk}": "abroad"})), group["woman"])
    assert general.k == 3


def test_a_reader_of_partners_has_read_what_partners_were_told(world: World, group: dict[str, Person]) -> None:
    line = Line({"en": "One is a man.", "ko": "남성입니다."}, [(group["man"], Item.SEX)])
    for person, item in line.rests_on:
        record_consent(
            actor=world.mina, case=world.case, person=person, item=item, audience=Audience.PARTNERS, until=None,
            giver="his son", how="by telephone",
        )  # fmt: skip
    release = propose_release(
        actor=world.mina, case=world.case, audience=Audience.PARTNERS, lines=[line], reasons="Partners ask who it is."
    )
    approve_release(actor=world.adaeze, release=release)
    found = judged(world, ("Someone in their seventies.", group["man"], {"age": "decade"}))
    assert [one.audience for one in found.readers] == ["public", "partners"]
    assert of(found, group["man"]).k == 4
    assert of(found, group["man"], reader=1).k == 1
    to_members = judged(world, ("Someone in their seventies.", group["man"], {"age": "decade"}), audience="members")
    assert [one.audience for one in to_members.readers] == ["members"]
    assert of(to_members, group["man"]).k == 4


def test_whoever_subtracts_is_told_of(world: World, group: dict[str, Person]) -> None:
    released(world, Line({"en": "31 people were held.", "ko": "31명이 붙잡혔습니다."}, [(None, Item.COUNT)]))
    (one,) = judged(world, ("30 people were returned.", None, {})).readers[0].subtractions
    assert (one.whole, one.part, one.left) == (31, 30, 1)
    assert judged(world, ("20 people were returned.", None, {})).readers[0].subtractions == ()


def test_a_line_that_rests_on_nobody_may_still_mean_somebody(world: World, group: dict[str, Person]) -> None:
    (one,) = judged(world, ("A child of 5 is among them.", None, {})).readers[0].mentions
    assert one.fitting.sure == (group["child"].pk,)
    assert judged(world, ("They need help.", None, {})).readers[0].quiet


def test_people_of_whom_little_is_known_are_no_cover(world: World, group: dict[str, Person]) -> None:
    add_person(actor=world.mina, case=world.case, part="member", naming="unnamed", description="unknown")
    found = of(judged(world, ("One.", group["child"], {"age": "exact"})), group["child"])
    assert (found.k, len(found.fitting.unsure)) == (1, 1)


def test_the_people_of_whom_nothing_is_known_are_counted(world: World, group: dict[str, Person]) -> None:
    assert judged(world, ("One.", group["child"], {})).unknown == 31 - 7


# --- reading words


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a woman of 70", 70, 70), ("aged 5", 5, 5),
        ("a 70-year-old grandmother", 70, 70), ("seventy-year-old", 70, 70),
        ("in her seventies", 70, 79), ("70세 여성", 70, 70), ("일흔 살의 어머니", 70, 70), ("다섯 살 아이", 5, 5),
        ("스물한 살", 21, 21), ("70대 여성", 70, 79), ("a man aged forty-two", 42, 42),
    ],
)  # fmt: skip
def test_ages_are_read(world: World, text: str, low: int, high: int) -> None:
    opened = queries.opened_case(world.mina, world.case)
    assert ("age", born(low, high, DAY)) in read(opened, text, DAY)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("born in 1942", "birth", "1942-01-01", "1942-12-31"),
        ("born 5 March 1942", "birth", "1942-03-05", "1942-03-05"),
        ("1942년생", "birth", "1942-01-01", "1942-12-31"), ("on 14 March 2012", "date", "2012-03-14", "2012-03-14"),
        ("March 14, 2012", "date", "2012-03-14", "2012-03-14"), ("2012-03-14", "date", "2012-03-14", "2012-03-14"),
        ("in mid-March 2012", "date", "2012-03-10", "2012-03-19"),
        ("in March 2012", "date", "2012-03-01", "2012-03-31"),
        ("2012년 3월 14일", "date", "2012-03-14", "2012-03-14"),
        ("2012년 3월 중순", "date", "2012-03-10", "2012-03-19"),
    ],
)  # fmt: skip
def test_dates_are_read(world: World, text: str, kind: str, first: str, last: str) -> None:
    opened = queries.opened_case(world.mina, world.case)
    assert (kind, Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) in read(opened, text, DAY)


def test_numbers_of_people_are_no_ages(world: World) -> None:
    opened = queries.opened_case(world.mina, world.case)
    assert read(opened, "At least 31 people", DAY) == [("count", HowMany(31, None))]
    assert read(opened, "최소 31명", DAY) == [("count", HowMany(31, None))]
    assert read(opened, "Room 70 was empty on the 30th day.", DAY) == []


def test_a_word_for_each_sex_tells_of_two_people(world: World) -> None:
    opened = queries.opened_case(world.mina, world.case)
    assert ("sex", Among(frozenset({"female"}))) in read(opened, "A woman is held.", DAY)
    assert not [kind for kind, _cover in read(opened, "A woman and a man are held.", DAY) if kind == "sex"]


def test_rungs_that_say_more_than_the_words_count(world: World, group: dict[str, Person]) -> None:
    told = Told(world.person.pk, "age", born(70, 70, DAY))
    opened = queries.opened_case(world.mina, world.case)
    found = assess(opened, world.case, "public", [({"en": "A woman in her seventies."}, [world.person.pk], (told,))])
    (one,) = found.readers[0].persons
    ages = [each for _line, several in one.told for each in several if each.kind == "age"]
    assert ages == [told]


def test_kinship_holds_what_is_more_exact() -> None:
    brother = Related("older_sibling", "male", outside=True)
    assert Related("sibling", "", outside=True).holds(brother)
    assert Related("", "", outside=True).holds(brother)
    assert not Related("child", "", outside=True).holds(brother)
    assert not brother.holds(Related("sibling", "male", outside=True))


def test_an_uncertain_birth_may_fit(world: World, group: dict[str, Person]) -> None:
    vague = PersonFacts(birth=UncertainDate.parse("1935/1945"))
    add_person(actor=world.mina, case=world.case, part="member", naming="unnamed", description="vague", facts=vague)
    found = of(judged(world, ("One.", group["woman"], {"age": "exact"})), group["woman"])
    assert (found.k, len(found.fitting.unsure)) == (1, 1)
