"""What a case's page shows: the opened file, told in the order in which people think of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.cases import queries
from tocsin.cases.actions import RestsOn
from tocsin.cases.calling import called
from tocsin.cases.contradictions import contradictions
from tocsin.cases.graph import Graph, family_graph
from tocsin.cases.models import Case, Person
from tocsin.cases.opened import OpenedAttachment, OpenedCase, OpenedPerson
from tocsin.cases.reckoning import Reckoning, reckon
from tocsin.cases.tie_words import SeenTie, seen_from
from tocsin.cases.timeline import Timeline, timeline
from tocsin.core.actions import Actor
from tocsin.core.dates import UncertainDate
from tocsin.disclosure import queries as disclosure
from tocsin.disclosure.opened import Ledger
from tocsin.intake import queries as intake_queries
from tocsin.intake.models import Report


@dataclass(frozen=True)
class PersonInFile:
    """A person with what they are called and their ties in words ('sister of …')."""

    opened: OpenedPerson
    called: str
    ties: tuple[SeenTie, ...]


@dataclass(frozen=True)
class File:
    """``members`` are those whom the case is about, ``relatives`` those outside; ``warnings`` what contradicts."""

    opened: OpenedCase
    members: tuple[PersonInFile, ...]
    relatives: tuple[PersonInFile, ...]
    reckoning: Reckoning
    warnings: tuple[str, ...]
    graph: Graph | None
    timeline: Timeline | None
    ledger: Ledger
    reports: tuple[Report, ...]
    today: dt.date

    @property
    def attachments(self) -> list[OpenedAttachment]:
        return [one for one in self.opened.attachments if not one.ended]

    @property
    def persons(self) -> tuple[PersonInFile, ...]:
        return (*self.members, *self.relatives)

    def described(self, person_id: UUID | None) -> str:
        return describe(self.opened, person_id)


def read(actor: Actor, case: Case) -> File:
    """The file for its page. Raises NotPermitted."""
    opened = queries.opened_case(actor, case)
    persons = tuple(PersonInFile(person, called(person), seen_from(opened, person.id)) for person in opened.persons)
    members = tuple(p for p in persons if p.opened.part == Person.Part.MEMBER)
    return File(
        opened=opened,
        members=members,
        relatives=tuple(p for p in persons if p not in members),
        reckoning=reckon(opened),
        warnings=tuple(contradictions(opened)),
        graph=family_graph(opened) if persons else None,
        timeline=timeline(opened),
        ledger=disclosure.ledger(actor, case),
        reports=tuple(intake_queries.visible_to(actor).filter(case_id=case.pk)),
        today=timezone.localdate(),
    )


def describe(opened: OpenedCase, person_id: UUID | None) -> str:
    """Whom a consent or a line is about, in the case's own words."""
    person = opened.person(person_id) if person_id else None
    return person.description.rstrip(". ") if person else _("The group as a whole")


def report_choices(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """The reports in the file, by day and source: for choosing, without their text."""
    reports = intake_queries.visible_to(actor).filter(case_id=case.pk)
    return [(str(r.pk), f"{date_format(r.received_at)}, {r.get_source_display()}") for r in reports]


def resting_on(actor: Actor, case: Case, report_ids: Iterable[str]) -> list[RestsOn]:
    """Reports of the file as what an event rests on: as reliable as they were judged, received when they came."""
    reports = intake_queries.visible_to(actor).filter(case_id=case.pk, pk__in=list(report_ids))
    return [
        RestsOn(
            report=report.pk,
            reliability=report.reliability,
            received=UncertainDate.parse(timezone.localdate(report.received_at).isoformat()),
        )
        for report in reports
    ]
