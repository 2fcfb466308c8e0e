"""Whether somebody is a child, or may be one: then their own yes alone opens no door."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from tocsin.cases import contexts, vault
from tocsin.cases.facts import GROWN_UP, PersonFacts
from tocsin.cases.models import Case, Person


def may_be_child(person: Person, day: dt.date | None = None) -> bool:
    """As recorded, else as far as the age leaves it open; of whom no age is known is taken as grown up.

    Raises KeyMissing, SealingError.
    """
    day = day or dt.datetime.now(dt.UTC).date()
    told = vault.open_text(person.case_id, contexts.traits(person.pk), person.sealed_traits)
    facts = PersonFacts.from_json(told)
    said, ages = facts.is_child_on(day), facts.age_on(day)
    return said if said is not None else ages is not None and ages[0] < GROWN_UP


def children_of(case: Case) -> frozenset[UUID]:
    """The persons of a case who are, or may be, children."""
    return frozenset(person.pk for person in Person.objects.filter(case=case) if may_be_child(person))
