"""A case with everything in it that an address of the desk can name, and what of it nobody else may read."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from tocsin.accounts import actors
from tocsin.accounts.models import Staff
from tocsin.cases import access_contexts, vault
from tocsin.cases import actions as cases
from tocsin.cases.emergency_actions import end_emergency, open_in_emergency
from tocsin.cases.export_actions import request_export
from tocsin.cases.models import Case
from tocsin.cases.models.access import Destruction
from tocsin.core.actions import Actor, Refused
from tocsin.core.dates import UncertainDate
from tocsin.disclosure import proposing, watch
from tocsin.disclosure.drafts import Body, begin_draft
from tocsin.disclosure.family_actions import give_family_code
from tocsin.disclosure.guard_actions import allow_occurrence
from tocsin.disclosure.words import Line

REASON = "The daughter asks us to look after them tonight."
PLACE = "Nowhereville-on-Yalu"
HOLDER = "Her aunt in Daejeon"
MARCH = UncertainDate.parse("2012-03-1X")


def act(name: str) -> Actor:
    """Somebody as an actor, just proven."""
    return actors.actor_of(Staff.objects.get(email=f"{name}@tocsin.example"), second_factor=True)


def make_whole(case: Case, woman: Any) -> None:
    """By Mina, and by Jonas, who let himself in for a moment."""
    mina = act("mina")
    fill(mina, case, woman)
    cases.add_attachment(actor=mina, case=case, kind="document", data=b"%PDF-1.4 list", file_name="list.pdf")
    give_family_code(actor=mina, case=case, holder=HOLDER)
    begin_draft(actor=mina, case=case, body=Body())
    opening = open_in_emergency(actor=act("jonas"), number=case.number.digits, reason=REASON)
    end_emergency(actor=act("jonas"), opening=opening)
    request_export(actor=mina, case=case, form="json", reason=REASON)
    run_into_the_guard(mina, case)
    propose_end(mina, case)


def fill(mina: Actor, case: Case, woman: Any) -> None:
    other = cases.add_person(
        actor=mina, case=case, part="relative", naming="named", description="Her daughter in hiding"
    )
    cases.add_tie(actor=mina, person=woman, relative=other, kind="parent")
    cases.record_event(
        actor=mina, case=case, kind="arrest", happened=MARCH, place=PLACE, account="They were taken.", persons=[woman]
    )
    cases.record_intervention(actor=mina, case=case, kind="confidential", began=MARCH, account="An embassy was asked.")
    cases.record_fate(actor=mina, person=woman, status="detained", as_of=MARCH)


def run_into_the_guard(mina: Actor, case: Case) -> None:
    """Words with a sealed place in them are stopped, and one sentence of them may stand."""
    line = Line({"en": f"They were seen in {PLACE}."}, [(None, "count")])
    with suppress(Refused):
        proposing.propose_release(actor=mina, case=case, audience="partners", lines=[line], reasons=REASON)
    (stop,) = watch.case_stops(mina, case)[0].stops
    allow_occurrence(actor=mina, case=case, stop=stop, reason=REASON)


def propose_end(mina: Actor, case: Case) -> None:
    """As an action would, were there no release that stands against it."""
    proposed = uuid.uuid4()
    reason = vault.seal(case.pk, access_contexts.destruction(proposed), REASON)
    Destruction.objects.create(id=proposed, case=case, sealed_reason=reason, proposed_by_id=mina.person)
