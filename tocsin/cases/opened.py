"""A case file in plain text: frozen values for the desk's screens, never stored, never logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate

from .facts import PersonFacts
from .places import Place


@dataclass(frozen=True)
class OpenedName:
    """``ended`` where it was recorded by mistake: kept, and guarded all the same."""

    script: str
    name: str
    id: int = 0
    ended: bool = False


@dataclass(frozen=True)
class OpenedDetail:
    """What a person carries or is reached by: ``kind`` phone, email or document."""

    id: int
    kind: str
    kind_words: str
    text: str
    ended: bool = False


@dataclass(frozen=True)
class OpenedFate:
    """``source``: what it rests on, in words."""

    status: str
    status_words: str
    as_of: UncertainDate
    source: str = ""


@dataclass(frozen=True)
class OpenedWhereabouts:
    """``kind`` says in what sort of place (held, in hiding...), ``words`` and ``place`` which one, as far as known."""

    kind: str
    kind_words: str
    words: str
    place: Place
    as_of: UncertainDate
    source: str = ""


@dataclass(frozen=True)
class OpenedAttachment:
    """Without its bytes; ``metadata`` as the file carried it (when and where a photograph was taken)."""

    id: UUID
    person: UUID | None
    kind: str
    kind_words: str
    file_name: str
    content_type: str
    size: int
    added_at: dt.datetime
    metadata: tuple[tuple[str, str], ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class OpenedPerson:
    """``fates`` and ``whereabouts`` from the oldest entry to the newest; ``names`` without those that were ended."""

    id: UUID
    part: str
    naming: str
    naming_words: str
    description: str
    facts: PersonFacts
    names: tuple[OpenedName, ...]
    fates: tuple[OpenedFate, ...]
    whereabouts: tuple[OpenedWhereabouts, ...] = ()
    details: tuple[OpenedDetail, ...] = ()
    ended_names: tuple[OpenedName, ...] = ()

    @property
    def fate(self) -> OpenedFate | None:
        return self.fates[-1] if self.fates else None

    @property
    def last_known(self) -> OpenedWhereabouts | None:
        return self.whereabouts[-1] if self.whereabouts else None


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
class OpenedEndedTie:
    """A tie that turned out to be mistaken."""

    tie: OpenedTie
    at: dt.datetime
    by: str
    reason: str


@dataclass(frozen=True)
class OpenedInformation:
    """What an event rests on: a report (its id) or other words; how they know; A to F; how far confirmed."""

    id: int
    report: UUID | None
    source: str
    how_known: str
    reliability: str
    reliability_words: str
    confirmation: str
    confirmation_words: str
    received: UncertainDate | None


@dataclass(frozen=True)
class OpenedInvolvement:
    person: UUID
    role: str
    role_words: str


@dataclass(frozen=True)
class OpenedEvent:
    """``act`` and ``perpetrator`` in words ('' where not said); ``persons`` and ``reports`` are their bare ids."""

    id: int
    kind: str
    kind_words: str
    happened: UncertainDate
    count: Count | None
    place: Place
    account: str
    information: tuple[OpenedInformation, ...]
    involved: tuple[OpenedInvolvement, ...]
    act: str = ""
    perpetrator: str = ""

    @property
    def persons(self) -> tuple[UUID, ...]:
        return tuple(one.person for one in self.involved)

    @property
    def reports(self) -> tuple[UUID, ...]:
        return tuple(one.report for one in self.information if one.report)


@dataclass(frozen=True)
class OpenedIntervention:
    """``by`` whom, ``to`` whom; ``response`` and ``effect`` as far as there are any yet."""

    id: int
    kind: str
    kind_words: str
    began: UncertainDate
    account: str
    ended: UncertainDate | None = None
    by: str = ""
    to: str = ""
    response: str = ""
    effect: str = ""


@dataclass(frozen=True)
class OpenedRisk:
    """A judgement of the risk to one circle of people (members, relatives, helpers, partners)."""

    circle: str
    circle_words: str
    level: str
    level_words: str
    reasons: str
    review_on: dt.date
    at: dt.datetime
    by: str


@dataclass(frozen=True)
class OpenedCount:
    """A headline count of the case at one time."""

    count: Count
    at: dt.datetime
    by: str
    why: str = ""


@dataclass(frozen=True)
class OpenedEarlier:
    """What was recorded before a correction: ``told`` as it was stored (see ``cases.history``)."""

    subject: str
    at: dt.datetime
    by: str
    reason: str
    told: dict[str, object]


@dataclass(frozen=True)
class OpenedStaff:
    id: int
    name: str
    since: dt.datetime


@dataclass(frozen=True)
class OpenedCase:
    """``risks``, ``counts`` and ``earlier`` from the oldest entry to the newest."""

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
    ended_ties: tuple[OpenedEndedTie, ...] = ()
    struck_events: tuple[OpenedEvent, ...] = ()
    risks: tuple[OpenedRisk, ...] = ()
    counts: tuple[OpenedCount, ...] = ()
    attachments: tuple[OpenedAttachment, ...] = ()
    earlier: tuple[OpenedEarlier, ...] = ()

    def person(self, person_id: UUID) -> OpenedPerson | None:
        return next((person for person in self.persons if person.id == person_id), None)

    def earlier_of(self, subject: str) -> Iterator[OpenedEarlier]:
        """What was recorded before each correction of a ``person:<id>``, ``event:<id>``, ``intervention:<id>``."""
        return (one for one in self.earlier if one.subject == subject)

    @property
    def current_risks(self) -> tuple[OpenedRisk, ...]:
        """The newest judgement of each circle."""
        return tuple({risk.circle: risk for risk in self.risks}.values())
