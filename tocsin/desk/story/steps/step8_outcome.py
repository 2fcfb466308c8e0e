"""The return is recorded as refoulement; a second release and an update tell the signers. The case stays open."""

from __future__ import annotations

from tocsin.cases import actions as cases
from tocsin.cases.actions import InterventionWords
from tocsin.cases.places import Place
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate
from tocsin.delivery import actions as delivery
from tocsin.desk.story.cast import PERSONS
from tocsin.desk.story.consents import propose, record_consents
from tocsin.desk.story.correspondence import send
from tocsin.desk.story.mailbox import eventually
from tocsin.desk.story.record import resting_on
from tocsin.desk.story.stage import Stage
from tocsin.desk.story.words import OUTCOME_POST, OUTCOME_UPDATE, SECOND_RELEASE
from tocsin.disclosure import actions as disclosure
from tocsin.pages import actions as pages

RETURNED = UncertainDate.parse("2012-03~")
WHY = {
    "tried_quietly": "The case has been public since the first release.",
    "why_now": "Those who signed deserve to hear the truth. The relatives agree to these words.",
    "risks": {
        "members": "Their return is known to the authorities who did it.",
        "relatives": "Nobody is named, and nothing is told that was not told before.",
        "helpers": "Nothing is said of them.",
        "partners": "What they report is told without saying where they are.",
    },
}


def tell_the_outcome(stage: Stage) -> None:
    _record(stage)
    record_consents(stage, SECOND_RELEASE)
    stage.second = propose(stage, SECOND_RELEASE, WHY)
    disclosure.approve_release(actor=stage.actor("adaeze"), release=stage.second)
    teo = stage.actor("teo")
    delivery.record_outcome(
        actor=teo,
        campaign=stage.campaign,
        release=stage.second,
        kind="returned",
        as_of=UncertainDate.parse("2012-03~"),
    )
    posts = pages.publish_post(actor=teo, texts=OUTCOME_POST, campaign=stage.campaign, release=stage.second)
    stage.posts.update({f"outcome_{language}": post for language, post in posts.items()})
    path = posts["en"].window_path
    eventually(f"{path} in the window", lambda: stage.crowd.page(path).status_code == 200)
    send(stage, "outcome", "update", OUTCOME_UPDATE, stage.second)
    stage.say("  at least 31 people returned by force; the signers were told; the case stays open.")


def _record(stage: Stage) -> None:
    mina = stage.actor("mina")
    members = [stage.persons[person.key] for person in PERSONS if person.part == "member"]
    cases.record_event(
        actor=mina,
        case=stage.case,
        kind="refoulement",
        happened=UncertainDate.parse("../2012-03-20"),
        place=Place(country="North Korea / 북한 / 조선민주주의인민공화국"),
        account="Returned by force, as partners on both sides report.",
        count=Count.at_least(31, as_of="2012-03-20", source="partner"),
        persons=members,
        information=resting_on(stage, 1),
        act="Refoulement",
        perpetrator="The Chinese authorities",
    )
    for person in members:
        cases.record_fate(
            actor=mina,
            person=person,
            status="returned",
            as_of=RETURNED,
            source="Partners on both sides of the border",
        )
        cases.record_whereabouts(
            actor=mina, person=person, kind="unknown", words="Not known since the return", as_of=RETURNED
        )
    _what_came_of_asking(stage)


def _what_came_of_asking(stage: Stage) -> None:
    cases.correct_intervention(
        actor=stage.actor("mina"),
        intervention=stage.quietly,
        told=InterventionWords(
            kind="confidential",
            began=UncertainDate.parse("2012-03-09~"),
            ended=UncertainDate.parse("2012-03-20"),
            by="The relatives, and we with them",
            to="Two governments",
            account="Two governments were asked, in confidence, to speak for the group. Nobody else was told.",
            response="Both promised to ask.",
            effect="None: the group was returned all the same.",
        ),
        reason="What came of it is known now.",
    )
