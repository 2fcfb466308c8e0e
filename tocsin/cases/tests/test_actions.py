"""Working on a case: by its people, and by nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from tocsin.accounts.actions import depart_staff
from tocsin.cases import queries
from tocsin.cases.actions import (
    EventWords,
    InterventionWords,
    RestsOn,
    add_attachment,
    add_detail,
    add_information,
    add_name,
    add_person,
    add_tie,
    assess_risk,
    assign_staff,
    correct_event,
    correct_intervention,
    correct_person,
    end_assignment,
    end_attachment,
    end_identifier,
    end_tie,
    open_case,
    record_event,
    record_fate,
    record_intervention,
    record_whereabouts,
    set_headline_count,
    strike_event,
)
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.models import Case, HeadlineCount, Person, PersonName
from tocsin.cases.places import Place
from tocsin.cases.signals import identifiers_sealed
from tocsin.core.actions import Actor, NotPermitted, Refused
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate
from tocsin.core.models import AuditEntry

from .conftest import Desk

OUTSIDERS = ["jonas", "adaeze", "teo", "ruth"]
MORE_SECRETS = (
    "0000 1234",
    "Onsong",
    "Watched",
    "A letter",
    "letter.txt",
    "A slip",
    "lawyer",
    "A partner",
    "They were held",
)
MARCH = UncertainDate.parse("2012-03-1X")


def add(desk: Desk, description: str = "a woman of 70", **more: object) -> Person:
    return add_person(
        actor=desk.actor("mina"), case=desk.case, part="member", naming="named", description=description,
        facts=PersonFacts.aged(70, sex=Sex.FEMALE), **more,
    )  # type: ignore[arg-type]  # fmt: skip


def verbs(desk: Desk) -> dict[str, Callable[[Actor], object]]:
    person, other = add(desk), add(desk, "her daughter")
    case, mina = desk.case, desk.actor("mina")
    name = add_name(actor=mina, person=other, script="Latn", name="Ryu Son-ok")
    tie = add_tie(actor=mina, person=person, relative=other, kind="family")
    event = record_event(actor=mina, case=case, kind="transfer", happened=MARCH, place="", account="Moved.")
    done = record_intervention(actor=mina, case=case, kind="legal", began=MARCH, account="Asked.")
    file = add_attachment(actor=mina, case=case, kind="document", data=b"A note.", file_name="note.txt")
    return {
        "assign_staff": lambda actor: assign_staff(actor=actor, case=case, staff=desk.staff["jonas"]),
        "set_headline_count": lambda actor: set_headline_count(actor=actor, case=case, count=Count.exactly(31)),
        "add_person": lambda actor: add_person(
            actor=actor, case=case, part="relative", naming="withheld", description="a brother", names=[]
        ),
        "add_name": lambda actor: add_name(actor=actor, person=person, script="Latn", name="Yun Seora"),
        "add_tie": lambda actor: add_tie(
            actor=actor, person=person, relative=other, kind="parent", certainty="probable"
        ),
        "record_event": lambda actor: record_event(
            actor=actor, case=case, kind="arrest", happened=MARCH, place="a town", account="They were taken.",
            count=Count.at_least(31), persons=[person], report_ids=[uuid.uuid4()],
        ),
        "record_intervention": lambda actor: record_intervention(
            actor=actor, case=case, kind="confidential", began=MARCH, account="An embassy was asked."
        ),
        "correct_person": lambda actor: correct_person(
            actor=actor, person=other, part="relative", naming="named", description="a daughter",
            facts=PersonFacts(), reason="So she says.",
        ),
        "add_detail": lambda actor: add_detail(actor=actor, person=person, kind="phone", text="+86 155 0000 1234"),
        "end_identifier": lambda actor: end_identifier(actor=actor, part=name),
        "end_tie": lambda actor: end_tie(actor=actor, tie=tie, reason="A slip."),
        "correct_event": lambda actor: correct_event(
            actor=actor, event=event, told=EventWords("detention", MARCH, Place(), "They were held."), reason="Heard.",
        ),
        "add_information": lambda actor: add_information(
            actor=actor, event=event, rests_on=RestsOn(source="A partner")
        ),
        "strike_event": lambda actor: strike_event(actor=actor, event=event, reason="Another group."),
        "correct_intervention": lambda actor: correct_intervention(
            actor=actor, intervention=done, told=InterventionWords("legal", MARCH, "A lawyer was asked."), reason="So.",
        ),
        "record_whereabouts": lambda actor: record_whereabouts(
            actor=actor, person=person, kind="held", as_of=MARCH, words="a prison", place="Onsong"
        ),
        "assess_risk": lambda actor: assess_risk(
            actor=actor, case=case, circle="relatives", level="high", reasons="Watched.", review_on=timezone.localdate()
        ),
        "add_attachment": lambda actor: add_attachment(
            actor=actor, case=case, kind="document", data=b"A letter.", file_name="letter.txt", person=person
        ),
        "end_attachment": lambda actor: end_attachment(actor=actor, attachment=file),
        "record_fate": lambda actor: record_fate(
            actor=actor, person=person, status="detained", as_of=MARCH, source="a letter"
        ),
        "end_assignment": lambda actor: end_assignment(actor=actor, case=case, staff=desk.staff["mina"]),
    }  # fmt: skip


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_works_on_it(desk: Desk, who: str) -> None:
    for name, verb in verbs(desk).items():
        with pytest.raises(NotPermitted):
            verb(desk.actor(who))
        assert AuditEntry.objects.order_by("-sequence")[0].kind == "core.refusal", name


@pytest.mark.parametrize("who", ["mina", "haru"])
def test_each_of_its_people_does(desk: Desk, who: str) -> None:
    for name, verb in verbs(desk).items():
        verb(desk.actor(who))
        assert AuditEntry.objects.order_by("-sequence")[0].kind.startswith("cases."), name


@pytest.mark.parametrize("who", ["adaeze", "teo", "ruth"])
def test_only_caseworkers_open_cases(desk: Desk, who: str) -> None:
    with pytest.raises(NotPermitted):
        open_case(actor=desk.actor(who), title="Another")


def test_the_file_opens_for_its_people(desk: Desk) -> None:
    for verb in list(verbs(desk).values())[:-1]:
        verb(desk.actor("mina"))
    opened = queries.opened_case(desk.actor("haru"), desk.case)
    assert opened.title == "Thirty-one"
    assert opened.headline_count == Count.exactly(31)
    assert [person.description for person in opened.persons] == ["a woman of 70", "a daughter", "a brother"]
    woman = opened.persons[0]
    assert (woman.names[0].script, woman.names[0].name) == ("Latn", "Yun Seora")
    assert woman.fate is not None
    assert (woman.fate.status, woman.fate.source, woman.fate.as_of) == ("detained", "a letter", MARCH)
    assert woman.facts == PersonFacts.aged(70, sex=Sex.FEMALE)
    assert (opened.ties[0].person, opened.ties[0].relative) == (woman.id, opened.persons[1].id)
    (event,) = opened.events
    assert (event.place, event.account, event.happened) == (Place(town="a town"), "They were taken.", MARCH)
    assert (event.persons, len(event.reports), event.count) == ((woman.id,), 1, Count.at_least(31))
    assert [one.account for one in opened.interventions] == ["A lawyer was asked.", "An embassy was asked."]
    assert woman.last_known is not None
    assert (woman.last_known.words, woman.last_known.place) == ("a prison", Place(town="Onsong"))
    assert woman.details[0].text == "+86 155 0000 1234"
    assert [(risk.level, risk.reasons) for risk in opened.current_risks] == [("high", "Watched.")]
    assert [(file.file_name, file.ended) for file in opened.attachments] == [("note.txt", True), ("letter.txt", False)]
    assert [one.count for one in opened.counts] == [Count.at_least(31), Count.exactly(31)]
    assert [one.name for one in opened.staff] == ["Mina", "Haru", "Jonas"]
    assert opened.person(woman.id) == woman
    assert opened.person(uuid.uuid4()) is None


@pytest.mark.parametrize("who", OUTSIDERS)
def test_need_to_know(desk: Desk, who: str) -> None:
    outsider = desk.actor(who)
    assert list(queries.visible_to(outsider)) == []
    assert queries.titles(outsider) == {}
    for case_id in (desk.case.pk, uuid.uuid4()):
        with pytest.raises(NotPermitted) as refused:
            queries.case_for(outsider, case_id)
        assert refused.value.message == "There is no such case."
    with pytest.raises(NotPermitted):
        queries.opened_case(outsider, desk.case)


def test_who_is_let_in_sees_it_and_who_is_let_out_does_not(desk: Desk) -> None:
    jonas = desk.actor("jonas")
    assign_staff(actor=desk.actor("mina"), case=desk.case, staff=desk.staff["jonas"])
    assert queries.case_for(jonas, desk.case.pk) == desk.case
    assert queries.titles(jonas) == {desk.case.pk: "Thirty-one"}
    end_assignment(actor=desk.actor("haru"), case=desk.case, staff=desk.staff["jonas"])
    with pytest.raises(NotPermitted):
        queries.case_for(jonas, desk.case.pk)


def test_who_departed_sees_nothing(desk: Desk) -> None:
    haru = desk.actor("haru")
    depart_staff(actor=desk.actor("ruth"), staff=desk.staff["haru"])
    assert list(queries.visible_to(haru)) == []


@pytest.mark.parametrize("who", ["adaeze", "teo", "ruth"])
def test_only_caseworkers_are_let_in(desk: Desk, who: str) -> None:
    with pytest.raises(Refused) as refused:
        assign_staff(actor=desk.actor("mina"), case=desk.case, staff=desk.staff[who])
    assert refused.value.code == "not_a_caseworker"


def test_nobody_is_let_in_twice_or_out_who_is_not_in(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        assign_staff(actor=desk.actor("mina"), case=desk.case, staff=desk.staff["haru"])
    assert refused.value.code == "assigned"
    with pytest.raises(Refused) as refused:
        end_assignment(actor=desk.actor("mina"), case=desk.case, staff=desk.staff["jonas"])
    assert refused.value.code == "not_assigned"


def test_a_case_is_never_without_anybody(desk: Desk) -> None:
    end_assignment(actor=desk.actor("mina"), case=desk.case, staff=desk.staff["mina"])
    with pytest.raises(Refused) as refused:
        end_assignment(actor=desk.actor("haru"), case=desk.case, staff=desk.staff["haru"])
    assert refused.value.code == "last_of_the_case"


def test_counts_are_kept(desk: Desk) -> None:
    set_headline_count(actor=desk.actor("haru"), case=desk.case, count=Count.about(30, 40))
    assert [row.count for row in HeadlineCount.objects.order_by("pk")] == [Count.at_least(31), Count.about(30, 40)]
    assert Case.objects.get(pk=desk.case.pk).headline_count == Count.about(30, 40)


def test_persons_of_another_case_are_strangers(desk: Desk) -> None:
    stranger = add(desk)
    other = open_case(actor=desk.actor("mina"), title="Another")
    person = add_person(
        actor=desk.actor("mina"), case=other, part="member", naming="unnamed", description="a child of 5"
    )
    with pytest.raises(Refused) as refused:
        add_tie(actor=desk.actor("mina"), person=person, relative=stranger, kind="sibling")
    assert refused.value.code == "other_case"
    with pytest.raises(Refused) as refused:
        record_event(
            actor=desk.actor("mina"),
            case=other,
            kind="arrest",
            happened=MARCH,
            place="",
            account="",
            persons=[stranger],
        )
    assert refused.value.code == "other_case"


def test_no_tie_twice_nor_to_oneself(desk: Desk) -> None:
    person, other = add(desk), add(desk, "her daughter")
    add_tie(actor=desk.actor("mina"), person=person, relative=other, kind="parent")
    for relative in (other, person):
        with pytest.raises(Refused) as refused:
            add_tie(actor=desk.actor("mina"), person=person, relative=relative, kind="parent")
        assert refused.value.code == "tie"


@pytest.mark.parametrize("name", ["", "A", "김", " - "])
def test_a_name_too_short_to_be_guarded_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(Refused) as refused:
        add(desk, names=[("Latn", name)])
    assert refused.value.code == "short_name"
    assert not PersonName.objects.exists()


def test_sealing_names_is_announced_once_a_person(desk: Desk) -> None:
    heard: list[object] = []

    def hear(sender: type, case_id: uuid.UUID, **_kept: object) -> None:
        heard.append((case_id, PersonName.objects.count()))

    identifiers_sealed.connect(hear)
    try:
        person = add(desk, names=[("Hang", "윤서라"), ("Latn", "Yun Seora")])
        add(desk)
        add_name(actor=desk.actor("haru"), person=person, script="Hang", name="윤 서라")
    finally:
        identifiers_sealed.disconnect(hear)
    assert heard == [(desk.case.pk, 2), (desk.case.pk, 3)]


def test_no_text_of_the_case_is_in_the_database(desk: Desk) -> None:
    add(desk, "a woman of seventy", names=[("Hang", "윤서라"), ("Latn", "Yun Seora")])
    for verb in list(verbs(desk).values())[:-1]:
        verb(desk.actor("mina"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(cases|core|intake|disclosure|front)_'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")  # noqa: S608
            said = cursor.fetchone()[0] or ""
            for secret in (
                "Thirty-one",
                "seventy",
                "서라",
                "Seora",
                "a town",
                "They were taken",
                "embassy",
                "brother",
                *MORE_SECRETS,
            ):
                assert secret not in said, table
                assert secret.encode().hex() not in said, table
