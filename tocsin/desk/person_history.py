"""What was recorded of a person before each correction, and their ties that were ended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.cases import fact_words
from tocsin.cases.calling import called
from tocsin.cases.facts import PersonFacts
from tocsin.cases.models import Person
from tocsin.cases.opened import OpenedCase, OpenedEarlier, OpenedPerson
from tocsin.cases.tie_words import forward

from .earlier import EarlierState


def of_person(opened: OpenedCase, person: OpenedPerson) -> list[EarlierState]:
    """The newest first."""
    found = [_state(one) for one in opened.earlier_of(f"person:{person.id}")]
    for ended in opened.ended_ties:
        if person.id in (ended.tie.person, ended.tie.relative):
            who = opened.person(ended.tie.person)
            words = f"{called(who) if who else '—'}: {forward(opened, ended.tie)}"
            found.append(EarlierState(ended.at, ended.by, ended.reason, ((_("Tie"), words),)))
    return sorted(found, key=lambda state: state.at, reverse=True)


def _state(one: OpenedEarlier) -> EarlierState:
    told = one.told
    facts = fact_words.facts(PersonFacts.from_json(str(told["facts"])))
    words = (
        (_("Part in the case"), str(Person.Part(told["part"]).label)),
        (_("Name"), str(Person.Naming(told["naming"]).label)),
        (_("Description"), str(told["description"])),
        (_("Known of them"), facts),
    )
    return EarlierState(one.at, one.by, one.reason, tuple((label, said) for label, said in words if said))
