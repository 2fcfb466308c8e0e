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


def place(person_id: UUID) -> str:
    return f"person.place:{person_id}"


def source(person_id: UUID) -> str:
    return f"person.source:{person_id}"


def detail(person_id: UUID, kind: str) -> str:
    return f"person.detail:{person_id}:{kind}"


# Events and interventions get their number from the database after sealing: these are bound to their case.


def event_place(case_id: UUID) -> str:
    return f"event.place:{case_id}"


def event_account(case_id: UUID) -> str:
    return f"event.account:{case_id}"


def intervention(case_id: UUID) -> str:
    return f"intervention.account:{case_id}"


def event_details(case_id: UUID) -> str:
    return f"event.details:{case_id}"


def information(case_id: UUID) -> str:
    return f"event.information:{case_id}"


def intervention_details(case_id: UUID) -> str:
    return f"intervention.details:{case_id}"


def why_count(case_id: UUID) -> str:
    return f"count.why:{case_id}"


def risk(case_id: UUID, circle: str) -> str:
    return f"risk.reasons:{case_id}:{circle}"


def earlier(case_id: UUID, subject: str) -> str:
    return f"earlier:{case_id}:{subject}"


def attachment(attachment_id: UUID) -> str:
    return f"attachment.body:{attachment_id}"


def attachment_metadata(attachment_id: UUID) -> str:
    return f"attachment.metadata:{attachment_id}"
