"""A case file in plain text: frozen values for the desk's screens, never stored, never logged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate


@dataclass(frozen=True)
class OpenedName:
    script: str
    name: str


@dataclass(frozen=True)
class OpenedFate:
    status: str
    status_words: str
    whereabouts: str
    as_of: UncertainDate


@dataclass(frozen=True)
class OpenedPerson:
    """``fate`` is the newest of ``fates``; ``traits`` such as age, sex and whether a child."""

    id: UUID
    part: str
    naming: str
    naming_words: str
    description: str
    traits: dict[str, Any]
    names: tuple[OpenedName, ...]
    fates: tuple[OpenedFate, ...]

    @property
    def fate(self) -> OpenedFate | None:
        return self.fates[-1] if self.fates else None


@dataclass(frozen=True)
class OpenedTie:
    """``person`` is <kind> ``relative``; both ids of persons of the case."""

    id: int
    person: UUID
    relative: UUID
    kind: str
    kind_words: str
    certainty: str


@dataclass(frozen=True)
class OpenedEvent:
    id: int
    kind: str
    kind_words: str
    happened: UncertainDate
    count: Count | None
    place: str
    account: str
    persons: tuple[UUID, ...]
    reports: tuple[UUID, ...]


@dataclass(frozen=True)
class OpenedIntervention:
    id: int
    kind: str
    kind_words: str
    began: UncertainDate
    account: str


@dataclass(frozen=True)
class OpenedStaff:
    id: int
    name: str
    since: dt.datetime


@dataclass(frozen=True)
class OpenedCase:
    id: UUID
    title: str
    state: str
    opened_at: dt.datetime
    headline_count: Count | None
    persons: tuple[OpenedPerson, ...]
    ties: tuple[OpenedTie, ...]
    events: tuple[OpenedEvent, ...]
    interventions: tuple[OpenedIntervention, ...]
    staff: tuple[OpenedStaff, ...]

    def person(self, person_id: UUID) -> OpenedPerson | None:
        return next((person for person in self.persons if person.id == person_id), None)
