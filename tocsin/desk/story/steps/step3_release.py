"""Consents, a release drafted line by line, three refusals, and an approver who is not its author."""

from __future__ import annotations

from tocsin.desk.story.cast import PERSONS
from tocsin.desk.story.consents import propose, record_consents
from tocsin.desk.story.stage import Stage
from tocsin.desk.story.words import FIRST_RELEASE
from tocsin.disclosure import actions as disclosure

WHY = {
    "tried_quietly": "Two governments were asked, in confidence, to speak for the group. No answer came.",
    "why_now": "The return is expected within days. The family asks us to go public now.",
    "risks": {
        "members": "They are to be returned whether we speak or not; silence no longer protects them.",
        "relatives": "Nobody is named, no home town is told; the relatives abroad know and agree.",
        "helpers": "Nothing is said of the way or of who helped.",
        "partners": "Those on both sides of the border were told first, and had a day to prepare.",
    },
}


def release_the_first(stage: Stage) -> None:
    stage.must_refuse("no_consent", lambda: propose(stage, FIRST_RELEASE, WHY))
    record_consents(stage, FIRST_RELEASE)
    stage.must_refuse("sealed_name", lambda: propose(stage, _with_a_name(), WHY))
    stage.first = propose(stage, FIRST_RELEASE, WHY)
    stage.must_refuse("second_person", lambda: _approve_alone(stage))
    disclosure.approve_release(actor=stage.actor("adaeze"), release=stage.first)
    stage.first.refresh_from_db()
    stage.say(f"  Released in English and Korean: {len(FIRST_RELEASE)} lines, proposed by Mina, approved by Adaeze.")


def _approve_alone(stage: Stage) -> None:
    disclosure.approve_release(actor=stage.actor("mina"), release=stage.first)


def _with_a_name() -> tuple[tuple[tuple[tuple[str, str], ...], str, str], ...]:
    """The same words, with a name slipped in."""
    rests_on, english, korean = FIRST_RELEASE[0]
    return ((rests_on, f"{english} {PERSONS[0].names[1][1]} is one of them.", korean), *FIRST_RELEASE[1:])
