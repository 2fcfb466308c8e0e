"""The place for which each text is sealed: a value moved to another place or report does not open."""

from __future__ import annotations

from uuid import UUID


def field(report_id: UUID, name: str) -> str:
    """A field of a report: text, reporter, how_known, name, contact or organisation."""
    return f"report.{name}:{report_id}"


def entry(entry_id: UUID) -> str:
    return f"entry.text:{entry_id}"


def file_name(attachment_id: UUID) -> str:
    return f"attachment.name:{attachment_id}"


def file_body(attachment_id: UUID) -> str:
    return f"attachment.body:{attachment_id}"
