"""The case: at least 31 people, eight of them described, their ties, what happened, risk, and what was done quietly."""

from __future__ import annotations

from tocsin.cases import actions as cases
from tocsin.cases.places import Place
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate
from tocsin.desk.story.cast import PERSONS, TIES
from tocsin.desk.story.record import keep_what_she_sent, resting_on, weigh_the_risk
from tocsin.desk.story.stage import Stage
from tocsin.intake import actions as intake

CHINA = "China / 중국 / 中国"
JILIN = Place(region="Jilin / 지린성 / 吉林省", country=CHINA)

EVENTS = (
    ("arrest", "2012-02~", JILIN, "Arrest without a lawyer or a judge"),
    ("detention", "2012-02/..", JILIN, "Detention without access to asylum"),
    ("expected_return", "2012-03-1X", Place(country=CHINA), ""),
)


def open_the_case(stage: Stage) -> None:
    mina = stage.actor("mina")
    count = Count.at_least(31, as_of="2012-03-08", source="partner")
    stage.case = cases.open_case(actor=mina, title="A group held near the border, March 2012", count=count)
    for report in stage.reports[:2]:
        intake.link_report(actor=mina, report=report, case_id=stage.case.id)
    _people(stage)
    _events(stage)
    weigh_the_risk(stage)
    keep_what_she_sent(stage)
    stage.quietly = cases.record_intervention(
        actor=mina,
        case=stage.case,
        kind="confidential",
        by="The relatives, and we with them",
        to="Two governments",
        began=UncertainDate.parse("2012-03-09~"),
        account="Two governments were asked, in confidence, to speak for the group. Nobody else was told.",
    )
    members = sum(person.part == "member" for person in PERSONS)
    stage.say(f"  {count.words}; {members} described, {31 - members} not yet known; {len(TIES)} ties.")


def _people(stage: Stage) -> None:
    mina = stage.actor("mina")
    for person in PERSONS:
        stage.persons[person.key] = cases.add_person(
            actor=mina,
            case=stage.case,
            part=person.part,
            naming=person.naming,
            description=person.description,
            facts=person.facts,
            names=person.names,
        )
    for person, relative, kind in TIES:
        cases.add_tie(
            actor=mina,
            person=stage.persons[person],
            relative=stage.persons[relative],
            kind=kind,
            certainty="confirmed",
        )


def _events(stage: Stage) -> None:
    mina = stage.actor("mina")
    members = [stage.persons[person.key] for person in PERSONS if person.part == "member"]
    for kind, happened, place, act in EVENTS:
        cases.record_event(
            actor=mina,
            case=stage.case,
            kind=kind,
            happened=UncertainDate.parse(happened),
            place=place,
            account="As two reports have it.",
            count=Count.at_least(31, as_of="2012-03-08", source="partner"),
            persons=members,
            information=resting_on(stage),
            act=act,
            perpetrator="The Chinese authorities",
        )
    for person in members:
        cases.record_fate(
            actor=mina,
            person=person,
            status="detained",
            as_of=UncertainDate.parse("2012-03-08~"),
            source="A partner near the border, and the relatives in Seoul",
        )
        cases.record_whereabouts(
            actor=mina,
            person=person,
            kind="held",
            words="In a place of detention, not known which",
            place=JILIN,
            as_of=UncertainDate.parse("2012-03-08~"),
        )
