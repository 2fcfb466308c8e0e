"""What a case's page shows: the opened file, told in the order in which people think of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.cases import queries
from tocsin.cases.models import Case, Certainty, Person, Tie
from tocsin.cases.opened import OpenedCase, OpenedPerson
from tocsin.core.actions import Actor
from tocsin.disclosure import queries as disclosure
from tocsin.disclosure.opened import Ledger
from tocsin.intake import queries as intake_queries
from tocsin.intake.models import Report

SHORT = 60


@dataclass(frozen=True)
class PersonInFile:
    """A person with their ties in words ('sibling of …')."""

    opened: OpenedPerson
    ties: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """``members`` are those whom the case is about, ``relatives`` those outside; ``unknown`` is None where no count
    gives a lower bound."""

    opened: OpenedCase
    members: tuple[PersonInFile, ...]
    relatives: tuple[PersonInFile, ...]
    ledger: Ledger
    reports: tuple[Report, ...]
    unknown: int | None
    today: dt.date

    def described(self, person_id: UUID | None) -> str:
        return describe(self.opened, person_id)


def read(actor: Actor, case: Case) -> File:
    """The file for its page. Raises NotPermitted."""
    opened = queries.opened_case(actor, case)
    persons = tuple(PersonInFile(person, _ties(opened, person)) for person in opened.persons)
    members = tuple(p for p in persons if p.opened.part == Person.Part.MEMBER)
    least = opened.headline_count.minimum if opened.headline_count else None
    return File(
        opened=opened,
        members=members,
        relatives=tuple(p for p in persons if p not in members),
        ledger=disclosure.ledger(actor, case),
        reports=tuple(intake_queries.visible_to(actor).filter(case_id=case.pk)),
        unknown=None if least is None else max(least - len(members), 0),
        today=timezone.localdate(),
    )


def describe(opened: OpenedCase, person_id: UUID | None) -> str:
    """Whom a consent or a line is about, in the case's own words."""
    person = opened.person(person_id) if person_id else None
    return person.description.rstrip(". ") if person else _("The group as a whole")


def bases(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """What lines may rest on, as (``person:item``, words with the audiences): current consents, confirmed decisions."""
    opened, ledger = queries.opened_case(actor, case), disclosure.ledger(actor, case)
    told: dict[tuple[str, str, str], list[str]] = {}
    standing = [c for c in ledger.consents if c.current]
    decided = [d for d in ledger.decisions if d.confirmed_by and not d.withdrawn_at]
    for basis in (*standing, *decided):
        about = (str(basis.person or ""), basis.item, f"{describe(opened, basis.person)}: {basis.item_words}")
        told.setdefault(about, []).append(basis.audience_words)
    return [(f"{person}:{item}", f"{words} ({', '.join(to)})") for (person, item, words), to in told.items()]


def report_choices(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """The reports in the file, by day and source: for choosing, without their text."""
    reports = intake_queries.visible_to(actor).filter(case_id=case.pk)
    return [(str(r.pk), f"{date_format(r.received_at)}, {r.get_source_display()}") for r in reports]


def _ties(opened: OpenedCase, person: OpenedPerson) -> tuple[str, ...]:
    told = [
        f"{tie.kind_words} {_short(opened, tie.relative)}{_doubt(tie.certainty)}"
        for tie in opened.ties
        if tie.person == person.id
    ]
    inverse = {kind.value: str(kind.label) for kind in Tie.Kind} | {Tie.Kind.PARENT.value: _("child of")}
    told += [
        f"{inverse[tie.kind]} {_short(opened, tie.person)}{_doubt(tie.certainty)}"
        for tie in opened.ties
        if tie.relative == person.id
    ]
    return tuple(told)


def _doubt(certainty: str) -> str:
    return "" if certainty == Certainty.CONFIRMED else f" ({Certainty(certainty).label})"


def _short(opened: OpenedCase, person_id: UUID) -> str:
    words = describe(opened, person_id)
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"
