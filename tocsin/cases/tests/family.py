"""Case files made of plain values, for what draws and reckons without a database."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from uuid import UUID

from tocsin.cases.facts import PersonFacts
from tocsin.cases.models import Tie
from tocsin.cases.opened import OpenedCase, OpenedEvent, OpenedIntervention, OpenedName, OpenedPerson, OpenedTie
from tocsin.cases.places import Place
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate

_numbers = itertools.count(1)


class Family:
    """People by a short key; ties between them."""

    def __init__(self, count: Count | None = None) -> None:
        self.count = count
        self.ids: dict[str, UUID] = {}
        self.persons: list[OpenedPerson] = []
        self.ties: list[OpenedTie] = []
        self.events: list[OpenedEvent] = []
        self.interventions: list[OpenedIntervention] = []

    def add(self, *keys: str, part: str = "member", facts: PersonFacts | None = None, name: str = "") -> Family:
        for key in keys:
            self.ids[key] = uuid.uuid4()
            names = (OpenedName("Latn", name or key),)
            told = (self.ids[key], part, "withheld", "name withheld", f"the one called {key}")
            self.persons.append(OpenedPerson(*told, facts or PersonFacts(), names, ()))
        return self

    def tie(self, person: str, kind: str, relative: str, certainty: str = "confirmed") -> Family:
        words = str(Tie.Kind(kind).label)
        one, other = self.ids[person], self.ids[relative]
        self.ties.append(OpenedTie(next(_numbers), one, other, kind, words, certainty))
        return self

    def event(self, when: str, kind: str = "arrest") -> Family:
        happened = UncertainDate.parse(when)
        self.events.append(OpenedEvent(next(_numbers), kind, kind, happened, None, Place(), "", (), ()))
        return self

    def done(self, when: str) -> Family:
        began = UncertainDate.parse(when)
        self.interventions.append(OpenedIntervention(next(_numbers), "legal", "legal help", began, ""))
        return self

    @property
    def opened(self) -> OpenedCase:
        return OpenedCase(
            id=uuid.uuid4(),
            title="",
            state="open",
            opened_at=dt.datetime(2012, 3, 20, tzinfo=dt.UTC),
            headline_count=self.count,
            persons=tuple(self.persons),
            ties=tuple(self.ties),
            events=tuple(self.events),
            interventions=tuple(self.interventions),
            staff=(),
        )
