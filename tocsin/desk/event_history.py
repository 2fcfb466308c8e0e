"""What was recorded of an event before each correction, and what it rests on, in words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.cases.calling import called_in
from tocsin.cases.models import Confirmation, Event, Involvement
from tocsin.cases.opened import OpenedCase, OpenedEarlier, OpenedEvent, OpenedInformation
from tocsin.cases.places import Place
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate

from .earlier import EarlierState


def of_event(opened: OpenedCase, event: OpenedEvent) -> list[EarlierState]:
    """The newest first."""
    return [_state(opened, one) for one in opened.earlier_of(f"event:{event.id}")][::-1]


def information_words(one: OpenedInformation) -> str:
    """'a report; probably true (B)'."""
    return _words(one.source, one.report is not None, one.confirmation, one.reliability)


def _words(source: str, report: bool, confirmation: str, reliability: str) -> str:
    who = "; ".join(words for words in (_("a report") if report else "", source) if words)
    return f"{who}: {Confirmation(confirmation).label} ({reliability})"


def _state(opened: OpenedCase, one: OpenedEarlier) -> EarlierState:
    told: dict[str, Any] = one.told
    involved = [
        f"{called_in(opened, UUID(person))} ({Involvement.Role(role).label})" for person, role in told["involved"]
    ]
    rested = [_words(i["source"], bool(i["report"]), i["confirmation"], i["reliability"]) for i in told["information"]]
    words = (
        (_("What happened"), str(Event.Kind(told["kind"]).label)),
        (_("When"), UncertainDate.parse(told["happened"]).words),
        (_("Where"), Place.from_json(told["place"]).words),
        (_("How many"), Count(**told["count"]).words if told["count"] else ""),
        (_("Account"), told["account"]),
        (_("The act"), told["act"]),
        (_("Alleged to have done it"), told["perpetrator"]),
        (_("Who was involved"), ", ".join(involved)),
        (_("It rests on"), "; ".join(rested)),
    )
    return EarlierState(one.at, one.by, one.reason, tuple((label, said) for label, said in words if said))
