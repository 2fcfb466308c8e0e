"""Ladders: no rung says more than the next coarser one allows, each covers what is true, and each has words."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.cases.facts import OLDEST, PersonFacts, Sex
from tocsin.cases.models import Event, Fate, Tie
from tocsin.cases.opened import OpenedCase, OpenedName, OpenedPerson, OpenedTie, OpenedWhereabouts
from tocsin.cases.places import Place
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate
from tocsin.disclosure import ladders, told
from tocsin.disclosure.ladders import Days, HowMany, Ladder, holds, kin, korean
from tocsin.disclosure.ladders.ages import age_ladder, ages_told, born
from tocsin.disclosure.ladders.called import name_ladder
from tocsin.disclosure.ladders.counts import count_ladder
from tocsin.disclosure.ladders.dates import date_ladder
from tocsin.disclosure.ladders.happenings import EVENTS, FATES, event_ladder, fate_ladder
from tocsin.disclosure.ladders.places import place_ladder

DAY = dt.date(2012, 3, 14)
SEXES = st.sampled_from(["", "female", "male"])
# The first date that undate reads takes its parser a while.
unhurried = settings(deadline=None)


def said(ladder: Ladder | None, language: str = "en") -> list[str]:
    assert ladder is not None
    return [rung.words[language] for rung in ladder.rungs if rung.tells]


def a_ladder(ladder: Ladder | None) -> None:
    """What holds of every ladder."""
    assert ladder is not None
    telling = ladder.rungs[:-1]
    assert ladder.rungs[-1].key == ladders.NOTHING
    assert ladder.rungs[-1].cover is None
    assert len({rung.key for rung in ladder.rungs}) == len(ladder.rungs)
    for finer, coarser in pairwise(telling):
        assert holds(coarser.cover, finer.cover), (finer, coarser)
        assert not holds(finer.cover, coarser.cover), (finer, coarser)
    for rung in telling:
        assert ladders.from_json(rung.cover.to_json()) == rung.cover
        for language in ("en", "ko"):
            assert rung.words[language].strip(), (rung, language)


# --- ages


@unhurried
@given(low=st.integers(0, OLDEST), more=st.integers(0, OLDEST), sex=SEXES, day=st.dates(dt.date(1990, 1, 1)))
def test_every_age_has_a_ladder_that_covers_it(low: int, more: int, sex: str, day: dt.date) -> None:
    high = min(low + more, OLDEST)
    ladder = age_ladder(PersonFacts.aged(low, high), day, (), sex)
    a_ladder(ladder)
    assert all(holds(rung.cover, born(low, high, day)) for rung in ladder.rungs[:-1])


@unhurried
@given(birth=st.dates(dt.date(1900, 1, 1), dt.date(2012, 3, 1)), later=st.integers(0, 4000))
def test_a_day_of_birth_is_covered_by_every_rung_of_the_age(birth: dt.date, later: int) -> None:
    day = min(DAY + dt.timedelta(days=later), dt.date(2019, 12, 31))
    ladder = age_ladder(PersonFacts(birth=UncertainDate.parse(birth.isoformat())), day, ())
    assert ladder is not None
    assert all(holds(rung.cover, Days(birth, birth)) for rung in ladder.rungs[:-1])


def test_the_ladders_of_the_story() -> None:
    assert said(age_ladder(PersonFacts.aged(5), DAY, ())) == ["a child of 5", "a young child", "a child"]
    assert said(age_ladder(PersonFacts.aged(5), DAY, ()), "ko") == ["다섯 살 아이", "어린아이", "아동"]
    woman = age_ladder(PersonFacts.aged(70), DAY, (), "female")
    assert said(woman) == ["a woman of 70", "a woman in her seventies", "an elderly woman", "a woman"]
    assert said(woman, "ko") == ["70세 여성", "70대 여성", "고령의 여성", "성인 여성"]
    assert said(age_ladder(PersonFacts.aged(70), DAY, ()))[1] == "a person in their seventies"
    assert said(age_ladder(PersonFacts.aged(13, 19), DAY, ())) == ["a teenager", "a young person"]


def test_an_age_of_which_nothing_is_known_has_no_ladder() -> None:
    assert age_ladder(PersonFacts(), DAY, ()) is None
    assert said(age_ladder(PersonFacts(child=True), DAY, ())) == ["a child"]


def test_an_age_said_lately_is_told_as_it_was_said() -> None:
    facts = PersonFacts.aged(70, as_of="2011-11-02")
    assert ages_told(facts, DAY) == (70, 70)
    assert ages_told(facts, dt.date(2022, 3, 14)) == (80, 81)


# --- dates

BOUNDED = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
QUALIFIERS = st.sampled_from(["", "~", "?", "%"])


@st.composite
def edtf(draw: st.DrawFn) -> str:
    day, other, mark = draw(BOUNDED), draw(BOUNDED), draw(QUALIFIERS)
    first, last = sorted([day, other])
    shapes = [
        f"{day}{mark}", f"{day:%Y-%m}-{min(day.day // 10, 2)}X{mark}", f"{day:%Y-%m}{mark}", f"{day:%Y}{mark}",
        f"{day:%Y}-{draw(st.integers(21, 24))}", f"{first}/{last}", f"{first:%Y-%m}/{last:%Y-%m}",
        f"{first:%Y}/{last:%Y}", f"../{day}", f"{day}/..", f"../{day:%Y-%m}", f"{day:%Y}/..", f"{day.year // 10}X",
    ]  # fmt: skip
    return draw(st.sampled_from(shapes))


@unhurried
@given(text=edtf(), kind=st.sampled_from(["date", "birth"]))
def test_no_date_becomes_sharper_than_it_is_known(text: str, kind: str) -> None:
    known = UncertainDate.parse(text)
    ladder = date_ladder(known, (), ("de", "zh-hans"), kind=kind)
    a_ladder(ladder)
    for rung in ladder.rungs[:-1]:
        assert holds(rung.cover, Days(known.earliest, known.latest)), (text, rung)
        assert ("about" in rung.words["en"]) == known.approximate, (text, rung)
        assert ("probably" in rung.words["en"]) == known.uncertain, (text, rung)
        assert ("무렵" in rung.words["ko"]) == known.approximate
        assert ("아마도" in rung.words["ko"]) == known.uncertain


def test_the_date_of_the_story() -> None:
    ladder = date_ladder(UncertainDate.parse("2012-03-14"), (), ("de",))
    assert said(ladder) == ["14 March 2012", "mid-March 2012", "March 2012", "spring 2012", "2012"]
    assert said(ladder, "ko") == ["2012년 3월 14일", "2012년 3월 중순", "2012년 3월", "2012년 봄", "2012년"]
    assert said(ladder, "de") == ["14. März 2012", "", "März 2012", "", "2012"]
    assert said(date_ladder(UncertainDate.parse("2012-03-1X"), ()))[0] == "mid-March 2012"


def test_winter_lies_in_two_years_and_is_told_as_part_of_one() -> None:
    assert said(date_ladder(UncertainDate.parse("2012-01-20"), ()))[-2:] == ["early 2012", "2012"]
    assert said(date_ladder(UncertainDate.parse("2012-12-20"), ()))[-2:] == ["late 2012", "2012"]


# --- counts

COUNTS = st.one_of(
    st.integers(0, 30_000).map(Count.exactly),
    st.integers(0, 30_000).map(Count.at_least),
    st.integers(0, 30_000).map(Count.up_to),
    st.tuples(st.integers(0, 9_000), st.integers(0, 9_000)).map(lambda two: Count.about(min(two), max(two))),
)


@unhurried
@given(count=COUNTS)
def test_every_count_has_a_ladder_that_covers_it(count: Count) -> None:
    ladder = count_ladder(count, ())
    a_ladder(ladder)
    known = HowMany(count.minimum or 0, count.maximum)
    assert all(holds(rung.cover, known) for rung in ladder.rungs[:-1])


def test_the_count_of_the_story() -> None:
    ladder = count_ladder(Count.at_least(31), ())
    assert said(ladder) == ["at least 31 people", "at least 30 people", "dozens of people", "a group of people"]
    assert said(ladder, "ko")[:3] == ["최소 31명", "최소 30명", "수십 명"]


# --- places

WAYS = st.sampled_from(["Yanji", "Yanji / 연길 / 延吉", "연길", "延吉", "Янцзи / Yanji", "Yanbian", "China", "중국"])


@unhurried
@given(town=st.one_of(st.just(""), WAYS), prefecture=WAYS, region=st.one_of(st.just(""), WAYS), country=WAYS)
def test_every_place_has_a_ladder_that_covers_it(town: str, prefecture: str, region: str, country: str) -> None:
    ladder = place_ladder(Place(town, prefecture, region, country), (), ("zh-hans",))
    a_ladder(ladder)
    finest = ladder.rungs[0].cover
    assert all(holds(rung.cover, finest) for rung in ladder.rungs[:-1])


def test_a_place_is_written_as_each_language_writes_it() -> None:
    ladder = place_ladder(Place("Yanji / 연길 / 延吉", "", "Jilin / 지린성", "China"), (), ("zh-hans",))
    assert said(ladder) == ["Yanji", "Jilin", "China", "abroad"]
    assert said(ladder, "ko") == ["연길", "지린성", "중국", "국외"]
    assert said(ladder, "zh-hans")[0] == "延吉"
    assert said(ladder, "zh-hans")[2] == "中国"


# --- what happened


def test_every_kind_of_event_and_fate_has_words() -> None:
    assert set(Event.Kind.values) <= set(EVENTS)
    assert set(Fate.Status.values) - {Fate.Status.UNKNOWN} <= set(FATES)
    for kind in Event.Kind:
        a_ladder(event_ladder(kind, ()))
    for status in set(Fate.Status.values) - {Fate.Status.UNKNOWN.value}:
        a_ladder(fate_ladder(status, ()))
    assert fate_ladder(Fate.Status.UNKNOWN, ()) is None


def test_death_is_told_or_not_and_never_hinted_at() -> None:
    assert said(fate_ladder("dead", ())) == ["have died"]


# --- names and ties

PARTS = st.sampled_from(["member", "relative"])


def person(**facts: object) -> OpenedPerson:
    part = str(facts.pop("part", "member"))
    names = tuple(OpenedName(script, name) for script, name in facts.pop("names", ()))
    place = facts.pop("place", None)
    known = (OpenedWhereabouts("settled", "", "", place, UncertainDate.parse("2012")),) if place else ()
    return OpenedPerson(
        id=uuid.uuid4(), part=part, naming="withheld", naming_words="", description="somebody",
        facts=PersonFacts(**facts), names=names, fates=(), whereabouts=known,
    )  # fmt: skip


def a_case(*persons: OpenedPerson, ties: tuple[OpenedTie, ...] = ()) -> OpenedCase:
    return OpenedCase(
        id=uuid.uuid4(), title="", state="open", opened_at=dt.datetime(2012, 3, 1, tzinfo=dt.UTC), headline_count=None,
        persons=persons, ties=ties, events=(), interventions=(), staff=(),
    )  # fmt: skip


def tie_ladders(opened: OpenedCase, whose: OpenedPerson) -> list[Ladder]:
    subject = next(one for one in ladders.subjects_of(opened, DAY) if one.persons == (whose.id,))
    return [ladder for ladder in subject.ladders if ladder.kind == "tie"]


def test_a_tie_goes_from_a_name_to_a_relative_abroad() -> None:
    teen = person(age_from=15, age_to=15)
    brother = person(
        part="relative", sex=Sex.MALE, age_from=24, age_to=24, names=[("Latn", "Kim Yong-su"), ("Hang", "김영수")],
        place=Place("Seoul / 서울", "", "", "South Korea / 한국"),
    )  # fmt: skip
    opened = a_case(teen, brother, ties=(OpenedTie(1, teen.id, brother.id, Tie.Kind.SIBLING, "", "confirmed"),))
    (ladder,) = tie_ladders(opened, teen)
    a_ladder(ladder)
    assert said(ladder) == [
        "Kim Y., their older brother", "an older brother in Seoul", "an older brother in South Korea",
        "an older brother", "a relative abroad",
    ]  # fmt: skip
    assert said(ladder, "ko")[1:3] == ["서울에 있는 손위 남자 형제", "한국에 있는 손위 남자 형제"]
    needs = ladder.needs_of(ladder.rungs[0])
    assert (brother.id, "name") in needs, "to name a relative takes the relative's own consent"
    assert (brother.id, "place") in ladder.needs_of(ladder.rungs[1])
    assert ladder.needs_of(ladder.rung("relation")) == ((teen.id, "ties"),)


@unhurried
@given(
    kind=st.sampled_from(sorted(set(Tie.Kind.values) - {"same"})),
    sex=SEXES,
    part=st.sampled_from(["member", "relative"]),
)
def test_every_tie_has_a_ladder_from_both_sides(kind: str, sex: str, part: str) -> None:
    one = person(age_from=30, age_to=40)
    other = person(part=part, sex=Sex(sex), names=[("Hang", "오은실")], place=Place("Yanji", "", "", "China"))
    opened = a_case(one, other, ties=(OpenedTie(1, one.id, other.id, kind, "", "confirmed"),))
    for whose in (one, other):
        for ladder in tie_ladders(opened, whose):
            a_ladder(ladder)


def test_the_same_person_is_no_relative() -> None:
    one, other = person(), person()
    opened = a_case(one, other, ties=(OpenedTie(1, one.id, other.id, "same", "", "confirmed"),))
    assert tie_ladders(opened, one) == []


def test_a_name_is_shortened_as_each_language_does() -> None:
    ladder = name_ladder((OpenedName("Hang", "김영희"), OpenedName("Latn", "Kim Yong-hui")), ())
    a_ladder(ladder)
    assert said(ladder) == ["Kim Yong-hui", "Kim Y."]
    assert said(ladder, "ko") == ["김영희", "김 모"]


# --- Korean


@pytest.mark.parametrize(
    ("word", "particle", "told_so"),
    [
        ("연길", "이", "연길이"), ("여성", "이", "여성이"), ("아이", "이", "아이가"), ("서울", "으로", "서울로"),
        ("중국", "으로", "중국으로"), ("31명", "이", "31명이"), ("딸", "과", "딸과"), ("어머니", "과", "어머니와"),
        ("2012", "이", "2012가"), ("Yanji", "을", "Yanji를"), ("Kim", "은", "Kim은"), ("1", "이", "1이"),
    ],
)  # fmt: skip
def test_particles_follow_the_sound(word: str, particle: str, told_so: str) -> None:
    assert korean.josa(word, particle) == told_so


def test_years_are_counted_in_native_numbers() -> None:
    assert [korean.years_old(age) for age in (1, 5, 20, 21, 70, 99, 100)] == [
        "한 살", "다섯 살", "스무 살", "스물한 살", "일흔 살", "아흔아홉 살", "100살",
    ]  # fmt: skip


def test_an_older_brother_is_named_by_the_sex_of_the_one_who_has_him() -> None:
    assert kin.korean("older_sibling", "male", "female") == "오빠"
    assert kin.korean("older_sibling", "male", "male") == "형"
    assert kin.korean("older_sibling", "male") == "손위 남자 형제"


# --- lines


def test_a_person_is_told_in_a_sentence() -> None:
    woman = person(age_from=70, age_to=70, sex=Sex.FEMALE)
    daughter = person(part="relative", sex=Sex.FEMALE, place=Place("Seoul / 서울", "", "", "South Korea"))
    tie = OpenedTie(3, woman.id, daughter.id, Tie.Kind.PARENT, "", "confirmed")
    subject = ladders.subjects_of(a_case(woman, daughter, ties=(tie,)), DAY)[0]
    chosen = {"age": "decade", "sex": "exact", "tie:3": "in_town"}
    assert ladders.propose(subject, chosen, "en") == (
        "A woman in her seventies is among them. She has a daughter in Seoul."
    )
    assert ladders.propose(subject, chosen, "ko") == "70대 여성이 그중에 있습니다. 서울에 딸이 있습니다."
    assert ladders.propose(subject, {}, "en") == ""
    assert ladders.propose(subject, chosen, "fr") == ""


def test_where_the_sex_is_not_told_no_word_tells_it() -> None:
    woman = person(age_from=70, age_to=70, sex=Sex.FEMALE)
    subject = ladders.subjects_of(a_case(woman), DAY)[0]
    for language, words in (("en", ("her", "She", "woman")), ("ko", ("여성", "여자"))):
        line = ladders.propose(subject, {"age": "decade"}, language)
        assert not any(word in line.split() for word in words), line


def test_what_was_told_comes_back_from_its_seal() -> None:
    woman = person(age_from=70, age_to=70, sex=Sex.FEMALE)
    subject = ladders.subjects_of(a_case(woman), DAY)[0]
    lines = [told.of_rungs(subject, {"age": "decade", "sex": "exact"}), ()]
    assert list(told.from_text(told.to_text(lines))) == lines
    assert {one.kind for one in lines[0]} == {"age", "sex"}
    assert {one.person for one in lines[0]} == {woman.id}
