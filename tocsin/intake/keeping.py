"""Sealing what came and writing it down, for the actions and collectors of this room: inside their transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from . import contexts, vault
from .models import Attachment, Entry, Report


@dataclass(frozen=True)
class IncomingFile:
    """A file as it came: its name, in whatever characters, and its bytes with all that is in them."""

    name: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Words:
    """What a report says, in plain text; '' where nothing was said."""

    text: str = field(repr=False)
    reporter: str = field(default="", repr=False)
    how_known: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    organisation: str = field(default="", repr=False)

    @property
    def identifies(self) -> bool:
        """Whether it says who reported."""
        return any(said.strip() for said in (self.name, self.contact, self.organisation))


def keep_report(
    words: Words,
    *,
    source: str,
    received_at: dt.datetime,
    files: Sequence[IncomingFile] = (),
    reliability: str = "F",
    language: str = "",
    entered_by: int | None = None,
    arrival: UUID | None = None,
) -> Report:
    """A new report under a new key. Raises ValueError for an unknown source, KeyMissing."""
    report = Report(
        received_at=received_at,
        source=Report.Source(source),
        reliability=reliability,
        language=language,
        entered_by_id=entered_by,
        arrival=arrival,
    )
    vault.new_key(report.pk)
    for name in ("text", "reporter", "how_known"):
        setattr(report, f"sealed_{name}", _sealed(report, name, getattr(words, name)))
    for name in ("name", "contact", "organisation"):
        said = getattr(words, name).strip()
        setattr(report, f"sealed_{name}", _sealed(report, name, said) if said else b"")
    report.save(force_insert=True)
    keep_files(report, files)
    return report


def keep_entry(
    report: Report,
    text: str,
    *,
    kind: Entry.Kind,
    at: dt.datetime,
    files: Sequence[IncomingFile] = (),
    written_by: int | None = None,
    arrival: UUID | None = None,
) -> Entry:
    """A new entry of the conversation after a report. Raises KeyMissing."""
    Report.objects.select_for_update().get(pk=report.pk)
    entry = Entry(report=report, kind=kind, at=at, written_by_id=written_by, arrival=arrival)
    entry.position = Entry.objects.filter(report=report).count()
    entry.sealed_text = vault.seal(report.pk, contexts.entry(entry.pk), text)
    entry.save(force_insert=True)
    keep_files(report, files, entry)
    return entry


def keep_files(report: Report, files: Sequence[IncomingFile], entry: Entry | None = None) -> None:
    for position, file in enumerate(files):
        key = uuid.uuid4()
        Attachment.objects.create(
            id=key,
            report=report,
            entry=entry,
            position=position,
            sealed_name=vault.seal(report.pk, contexts.file_name(key), file.name.encode("utf-8", "replace")),
            sealed_body=vault.seal(report.pk, contexts.file_body(key), file.body),
        )


def subject(report: Report) -> str:
    """How the audit names a report."""
    return f"report:{report.pk}"


def _sealed(report: Report, name: str, said: str) -> bytes:
    return vault.seal(report.pk, contexts.field(report.pk, name), said)
