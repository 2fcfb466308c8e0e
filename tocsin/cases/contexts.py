"""The place for which each text is sealed: a value moved to another place, person or case does not open."""

from __future__ import annotations

from uuid import UUID


def title(case_id: UUID) -> str:
    return f"case.title:{case_id}"


def description(person_id: UUID) -> str:
    return f"person.description:{person_id}"


def traits(person_id: UUID) -> str:
    return f"person.traits:{person_id}"


def name(person_id: UUID, script: str) -> str:
    return f"person.name:{person_id}:{script}"


def whereabouts(person_id: UUID) -> str:
    return f"person.whereabouts:{person_id}"


# Events and interventions get their number from the database after sealing: these are bound to their case.


def event_place(case_id: UUID) -> str:
    return f"event.place:{case_id}"


def event_account(case_id: UUID) -> str:
    return f"event.account:{case_id}"


def intervention(case_id: UUID) -> str:
    return f"intervention.account:{case_id}"
