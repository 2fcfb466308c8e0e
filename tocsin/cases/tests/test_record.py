"""What is corrected keeps what stood there; what may not be written is refused; everything that names is announced."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils import timezone

from tocsin.cases import contexts, identifiers, queries, vault
from tocsin.cases.actions import (
    EventWords,
    InterventionWords,
    RestsOn,
    add_detail,
    add_information,
    add_name,
    add_person,
    add_tie,
    assess_risk,
    correct_event,
    correct_intervention,
    correct_person,
    end_identifier,
    end_tie,
    open_case,
    record_event,
    record_fate,
    record_intervention,
    record_whereabouts,
    strike_event,
)
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.models import Event, Involvement, Person, Risk, Tie
from tocsin.cases.opened import OpenedCase
from tocsin.cases.places import Place
from tocsin.cases.signals import identifiers_sealed
from tocsin.core.actions import Refused
from tocsin.core.dates import UncertainDate
from tocsin.core.keyring import KeyMissing

from .conftest import Desk

MARCH = UncertainDate.parse("2012-03-1X")
YANJI = Place(town="Yanji / 연길", prefecture="Yanbian", region="Jilin", country="China")


@pytest.fixture
def person(desk: Desk) -> Person:
    return add_person(
        actor=desk.actor("mina"), case=desk.case, part="member", naming="withheld", description="a woman of 70",
        facts=PersonFacts.aged(70, as_of="2012-03-08", sex=Sex.FEMALE), names=[("Latn", "Yun Seora")],
    )  # fmt: skip


@pytest.fixture
def event(desk: Desk, person: Person) -> Event:
    return record_event(
        actor=desk.actor("mina"), case=desk.case, kind="arrest", happened=MARCH, place=YANJI, account="Taken.",
        persons=[person], information=[RestsOn(source="A partner", how_known="by telephone", reliability="B")],
    )  # fmt: skip


@pytest.fixture
def heard() -> Iterator[list[object]]:
    """Each time that identifiers were announced."""
    announced: list[object] = []

    def hear(sender: type, case_id: uuid.UUID, **_kept: object) -> None:
        announced.append(case_id)

    identifiers_sealed.connect(hear)
    yield announced
    identifiers_sealed.disconnect(hear)


def opened(desk: Desk) -> OpenedCase:
    return queries.opened_case(desk.actor("mina"), desk.case)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code and bool(str(refusal)))


def test_a_corrected_person_keeps_what_stood_there(desk: Desk, person: Person) -> None:
    told = {"part": "member", "naming": "unnamed", "description": "a woman of about 70"}
    facts = PersonFacts(birth=UncertainDate.parse("1942~"))
    with refused("reason"):
        correct_person(actor=desk.actor("haru"), person=person, facts=facts, reason=" ", **told)
    correct_person(actor=desk.actor("haru"), person=person, facts=facts, reason="Her daughter says so.", **told)
    now = opened(desk).persons[0]
    assert (now.description, now.naming, now.facts) == ("a woman of about 70", "unnamed", facts)
    (earlier,) = opened(desk).earlier_of(f"person:{person.pk}")
    assert (earlier.by, earlier.reason) == ("Haru", "Her daughter says so.")
    assert earlier.told["description"] == "a woman of 70"
    assert PersonFacts.from_json(str(earlier.told["facts"])) == PersonFacts.aged(70, as_of="2012-03-08", sex=Sex.FEMALE)


def test_a_corrected_event_keeps_what_stood_there_and_what_it_rested_on(
    desk: Desk, person: Person, event: Event
) -> None:
    mina = desk.actor("mina")
    words = EventWords(
        kind="detention", happened=MARCH, place=Place(country="China"), account="Held.", act="arbitrary detention",
        perpetrator="the border police", involved=((person, Involvement.Role.WITNESS),),
    )  # fmt: skip
    correct_event(actor=mina, event=event, told=words, reason="Heard anew.")
    add_information(actor=mina, event=event, rests_on=RestsOn(source="A letter", confirmation="doubtful"))
    (now,) = opened(desk).events
    assert (now.kind, now.place, now.act, now.perpetrator) == (
        "detention", Place(country="China"), "arbitrary detention", "the border police",
    )  # fmt: skip
    assert [(one.person, one.role) for one in now.involved] == [(person.pk, "witness")]
    assert [(one.source, one.confirmation) for one in now.information] == [("A letter", "doubtful")]
    (earlier,) = opened(desk).earlier_of(f"event:{event.pk}")
    assert earlier.told["kind"] == "arrest"
    assert Place.from_json(str(earlier.told["place"])) == YANJI
    assert earlier.told["information"] == [
        {
            "report": None, "source": "A partner", "how_known": "by telephone", "reliability": "B",
            "confirmation": "probable", "received": None,
        }
    ]  # fmt: skip
    strike_event(actor=mina, event=event, reason="It was another group.")
    assert opened(desk).events == ()
    assert [one.id for one in opened(desk).struck_events] == [event.pk]
    with refused("struck"):
        correct_event(actor=mina, event=event, told=words, reason="Once more.")


def test_information_comes_from_somewhere_and_once(desk: Desk, event: Event) -> None:
    report = uuid.uuid4()
    with refused("no_source"):
        add_information(actor=desk.actor("mina"), event=event, rests_on=RestsOn(how_known="somehow"))
    add_information(actor=desk.actor("mina"), event=event, rests_on=RestsOn(report=report))
    with refused("information"):
        add_information(actor=desk.actor("mina"), event=event, rests_on=RestsOn(report=report))
    assert opened(desk).events[0].reports == (report,)


def test_what_came_of_an_intervention_comes_later(desk: Desk) -> None:
    mina = desk.actor("mina")
    done = record_intervention(
        actor=mina, case=desk.case, kind="confidential", began=MARCH, account="An embassy was asked.", to="an embassy"
    )
    told = InterventionWords("confidential", MARCH, "An embassy was asked.", to="an embassy", response="They will ask.")
    correct_intervention(actor=mina, intervention=done, told=told, reason="The answer came.")
    assert (opened(desk).interventions[0].to, opened(desk).interventions[0].response) == (
        "an embassy",
        "They will ask.",
    )
    (earlier,) = opened(desk).earlier_of(f"intervention:{done.pk}")
    assert earlier.told["response"] == ""


def test_an_ended_tie_is_kept_with_its_reason_and_may_be_recorded_anew(desk: Desk, person: Person) -> None:
    mina = desk.actor("mina")
    other = add_person(actor=mina, case=desk.case, part="relative", naming="withheld", description="her sister")
    tie = add_tie(actor=mina, person=person, relative=other, kind="sibling", certainty="possible")
    with refused("tie"):
        add_tie(actor=mina, person=other, relative=person, kind="sibling")
    end_tie(actor=mina, tie=tie, reason="She is a cousin.")
    with refused("ended"):
        end_tie(actor=mina, tie=tie, reason="Once more.")
    assert opened(desk).ties == ()
    (ended,) = opened(desk).ended_ties
    assert (ended.by, ended.reason, ended.tie.certainty) == ("Mina", "She is a cousin.", "possible")
    add_tie(actor=mina, person=person, relative=other, kind="sibling")
    assert Tie.objects.filter(ended_at__isnull=True).count() == 1


def test_a_death_is_never_presumed(desk: Desk, person: Person) -> None:
    for source in ("", "  "):
        with refused("death_without_source"):
            record_fate(actor=desk.actor("mina"), person=person, status="dead", as_of=MARCH, source=source)
    record_event(
        actor=desk.actor("mina"), case=desk.case, kind="death_reported", happened=MARCH, place="", account="Said.",
        persons=[person],
    )  # fmt: skip
    assert opened(desk).persons[0].fate is None
    record_fate(
        actor=desk.actor("mina"), person=person, status="dead", as_of=MARCH, source="her daughter, who was there"
    )
    fate = opened(desk).persons[0].fate
    assert fate is not None
    assert (fate.status, fate.source) == ("dead", "her daughter, who was there")


@pytest.mark.parametrize("said", [{"place": "Yanji"}, {"place": Place(region="Jilin")}, {"words": "with a farmer"}])
def test_a_hiding_place_is_not_written_down(desk: Desk, person: Person, said: dict[str, object]) -> None:
    with refused("hiding_place"):
        record_whereabouts(actor=desk.actor("mina"), person=person, kind="hiding", as_of=MARCH, **said)
    record_whereabouts(
        actor=desk.actor("mina"), person=person, kind="hiding", as_of=MARCH, place=Place(country="China")
    )
    assert [one.place.words for one in opened(desk).persons[0].whereabouts] == ["China"]


NOT_WRITTEN_DOWN = (
    "route",
    "path",
    "safe_house",
    "shelter",
    "helper",
    "broker",
    "guide",
    "smuggler",
    "crossing",
    "contact",
)


def test_routes_safe_houses_and_helpers_have_no_field() -> None:
    """What is not written down cannot be found. The guide says why."""
    fields = [
        f"{model._meta.db_table}.{field.name}" for model in apps.get_app_config("cases").get_models()
        for field in model._meta.get_fields()
    ]  # fmt: skip
    assert len(fields) > 100
    assert [name for name in fields if any(word in name for word in NOT_WRITTEN_DOWN)] == []
    assert not [field for field in Risk._meta.get_fields() if field.related_model is Person]


@pytest.mark.parametrize("days", [-1, 367])
def test_a_risk_is_looked_at_again_within_a_year(desk: Desk, days: int) -> None:
    told = {"circle": "helpers", "level": "life", "reasons": "Watched."}
    today = timezone.localdate()
    with refused("review_day"):
        assess_risk(actor=desk.actor("mina"), case=desk.case, review_on=today + dt.timedelta(days=days), **told)
    assess_risk(actor=desk.actor("mina"), case=desk.case, review_on=today, **told)
    assess_risk(actor=desk.actor("haru"), case=desk.case, review_on=today, **told | {"level": "high"})
    assert [risk.level for risk in opened(desk).risks] == ["life", "high"]
    assert [(risk.level, risk.by) for risk in opened(desk).current_risks] == [("high", "Haru")]


def test_only_the_newest_judgement_of_each_circle_can_be_overdue(desk: Desk) -> None:
    mina, today = desk.actor("mina"), timezone.localdate()
    told = {"actor": mina, "case": desk.case, "level": "high", "reasons": "Watched.", "review_on": today}
    assess_risk(circle="members", **told)
    later = today + dt.timedelta(days=1)
    assert queries.overdue_risks(mina) == []
    assert queries.overdue_risks(mina, later) == [desk.case.pk]
    assert queries.overdue_risks(desk.actor("jonas"), later) == []
    assess_risk(circle="members", **told | {"review_on": later})
    assert queries.overdue_risks(mina, later) == []
    assess_risk(circle="partners", **told)
    assert queries.overdue_risks(mina, later) == [desk.case.pk]


@pytest.mark.parametrize(
    ("kind", "text"), [("phone", "12345"), ("email", "a@b"), ("document", "A 12-3"), ("phone", "")]
)
def test_a_number_too_short_to_be_guarded_is_refused(desk: Desk, person: Person, kind: str, text: str) -> None:
    with refused("short_detail"):
        add_detail(actor=desk.actor("mina"), person=person, kind=kind, text=text)


def test_everything_that_names_somebody_or_some_place_is_yielded(desk: Desk, person: Person, event: Event) -> None:
    mina = desk.actor("mina")
    relative = add_person(
        actor=mina, case=desk.case, part="relative", naming="withheld", description="her daughter",
        facts=PersonFacts(birth=UncertainDate.parse("1970-05-02")), names=[("Hang", "윤보미")],
    )  # fmt: skip
    detail = add_detail(actor=mina, person=relative, kind="phone", text="+86 155 0000 1234")
    add_detail(actor=mina, person=relative, kind="document", text="KA 1234567")
    add_detail(actor=mina, person=relative, kind="email", text="bomi@mail.example")
    end_identifier(actor=mina, part=detail)
    end_identifier(actor=mina, part=add_name(actor=mina, person=person, script="Latn", name="Yun Sora"))
    record_whereabouts(actor=mina, person=person, kind="held", as_of=MARCH, place=Place(town="Onsong"))
    found = {(one.person_id, one.kind, one.text) for one in identifiers.of_living_cases()}
    assert {one.case_id for one in identifiers.of_living_cases()} == {desk.case.pk}
    assert found == {
        (person.pk, "name", "Yun Seora"),
        (person.pk, "name", "Yun Sora"),
        (person.pk, "place_town", "Onsong"),
        (relative.pk, "name", "윤보미"),
        (relative.pk, "phone", "+86 155 0000 1234"),
        (relative.pk, "document", "KA 1234567"),
        (relative.pk, "email", "bomi@mail.example"),
        (relative.pk, "birth", "1970-05-02"),
        (None, "place_town", "Yanji"),
        (None, "place_town", "연길"),
        (None, "place_prefecture", "Yanbian"),
        (None, "place_region", "Jilin"),
    }


@pytest.mark.parametrize("birth", ["1970", "1970-05", "1970-05-02~/1970-05-03", "../1970-05-02"])
def test_a_birth_that_is_not_known_to_the_day_is_no_identifier(desk: Desk, birth: str) -> None:
    add_person(
        actor=desk.actor("mina"), case=desk.case, part="member", naming="unnamed", description="a woman",
        facts=PersonFacts(birth=UncertainDate.parse(birth)),
    )  # fmt: skip
    assert list(identifiers.of_living_cases()) == []


def test_closed_cases_are_guarded_too_and_without_a_key_nothing_is(desk: Desk, person: Person) -> None:
    desk.case.state = "closed"
    desk.case.save()
    assert len(list(identifiers.of_living_cases())) == 1
    vault._path(desk.case.pk).unlink()
    with pytest.raises(KeyMissing):
        list(identifiers.of_living_cases())


def test_what_identifies_is_announced_and_what_does_not_is_not(desk: Desk, heard: list[object]) -> None:
    mina = desk.actor("mina")
    told = {"actor": mina, "case": desk.case, "part": "member", "naming": "unnamed", "description": "a woman"}
    person = add_person(**told)
    record_event(actor=mina, case=desk.case, kind="arrest", happened=MARCH, place=Place(country="China"), account="")
    record_whereabouts(actor=mina, person=person, kind="held", as_of=MARCH, words="a prison")
    record_fate(actor=mina, person=person, status="detained", as_of=MARCH)
    assert heard == []
    add_name(actor=mina, person=person, script="Latn", name="Yun Seora")
    add_detail(actor=mina, person=person, kind="phone", text="+86 155 0000 1234")
    event = record_event(actor=mina, case=desk.case, kind="arrest", happened=MARCH, place=YANJI, account="")
    correct_event(
        actor=mina, event=event, told=EventWords("arrest", MARCH, Place(town="Tumen"), ""), reason="Heard anew."
    )
    record_whereabouts(actor=mina, person=person, kind="held", as_of=MARCH, place="Onsong")
    born = PersonFacts(birth=UncertainDate.parse("1942-03-05"))
    told = {"part": "member", "naming": "unnamed", "description": "a woman", "reason": "A paper."}
    correct_person(actor=mina, person=person, facts=born, **told)
    assert heard == [desk.case.pk] * 6


def test_texts_of_a_first_version_still_open(desk: Desk, person: Person, event: Event) -> None:
    """Traits whose age was a text, and places that were one text."""
    traits = json.dumps({"age": "13–19", "sex": "f", "child": True})
    person.sealed_traits = vault.seal(desk.case.pk, contexts.traits(person.pk), traits)
    person.save()
    event.sealed_place = vault.seal(desk.case.pk, contexts.event_place(desk.case.pk), "A town in the north-east")
    event.sealed_details = None
    event.save()
    case = opened(desk)
    assert case.persons[0].facts == PersonFacts.aged(13, 19, sex=Sex.FEMALE, child=True)
    assert case.events[0].place == Place(town="A town in the north-east")


def test_nothing_of_one_case_can_be_put_into_another(desk: Desk, person: Person, event: Event) -> None:
    mina = desk.actor("mina")
    other = open_case(actor=mina, title="Another")
    elsewhere = record_event(actor=mina, case=other, kind="arrest", happened=MARCH, place="", account="")
    words = EventWords("arrest", MARCH, Place(), "", involved=((person, "victim"),))
    with refused("other_case"):
        correct_event(actor=mina, event=elsewhere, told=words, reason="A slip.")
    assert queries.opened_case(mina, other).events[0].involved == ()
