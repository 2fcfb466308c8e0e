"""The place for which each text about access is sealed under its case's key."""

from __future__ import annotations

from uuid import UUID


def emergency(opening_id: UUID) -> str:
    return f"emergency.reason:{opening_id}"


def export_reason(export_id: UUID) -> str:
    return f"export.reason:{export_id}"


def export_recipient(export_id: UUID) -> str:
    return f"export.recipient:{export_id}"


def export_body(export_id: UUID) -> str:
    return f"export.body:{export_id}"


def destruction(destruction_id: UUID) -> str:
    return f"destruction.reason:{destruction_id}"


# A hold gets its number from the database after sealing: these are bound to their case.


def hold(case_id: UUID) -> str:
    return f"hold.reason:{case_id}"


def hold_lifted(case_id: UUID) -> str:
    return f"hold.lifted:{case_id}"
