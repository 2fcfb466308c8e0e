"""Reading reports: need to know, filtered in SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Func, IntegerField, Q, QuerySet
from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.core.actions import Actor, NotPermitted

from . import contexts, readers, vault
from .models import Attachment, Entry, Report

# With these the case's people alone read on.
OF_A_CASE = (Report.Triage.LINKED, Report.Triage.DUPLICATE)


@dataclass(frozen=True)
class OpenedAttachment:
    """``name`` as it came; ``size`` in bytes."""

    id: UUID
    name: str
    size: int


@dataclass(frozen=True)
class OpenedEntry:
    """One entry of the conversation. ``author`` is the id of the member of staff who answered."""

    kind: str
    at: dt.datetime
    text: str
    author: int | None = None
    attachments: tuple[OpenedAttachment, ...] = ()


@dataclass(frozen=True)
class OpenedReport:
    """A report in plain text, for the screen of somebody who may read it. '' where nothing was said."""

    text: str
    reporter: str
    how_known: str
    name: str = ""
    contact: str = ""
    organisation: str = ""
    attachments: tuple[OpenedAttachment, ...] = ()
    entries: tuple[OpenedEntry, ...] = field(default=())


def visible_to(actor: Actor) -> QuerySet[Report]:
    """Caseworkers see what waits for triage, belongs to no case, or belongs to a case of theirs; others nothing."""
    reports = Report.objects.order_by("-received_at", "pk")
    if actor.staff_id is None or Role.CASEWORKER not in actor.roles:
        return reports.none()
    somebodys = Q(triage__in=OF_A_CASE, case_id__isnull=False)
    return reports.filter(~somebodys | Q(case_id__in=readers.cases_of(actor)))


def report_for(actor: Actor, report_id: UUID) -> Report:
    """Raises NotPermitted, also where there is no such report."""
    report = visible_to(actor).filter(pk=report_id).first()
    if report is None:
        raise NotPermitted(_("There is no such report."), code="not_found")
    return report


def attachment_for(actor: Actor, report: Report, attachment_id: UUID) -> Attachment:
    """Raises NotPermitted, also where there is no such file with that report."""
    found = Attachment.objects.filter(pk=attachment_id, report__in=visible_to(actor).filter(pk=report.pk)).first()
    if found is None:
        raise NotPermitted(_("There is no such file."), code="not_found")
    return found


def opened(actor: Actor, report: Report) -> OpenedReport:
    """The report's plain text. Raises NotPermitted, KeyMissing, SealingError."""
    report = report_for(actor, report.pk)
    readers.note_reading(actor, report.case_id, report.pk)
    files = _files(report)
    return OpenedReport(
        text=opened_field(report, "text"),
        reporter=opened_field(report, "reporter"),
        how_known=opened_field(report, "how_known"),
        name=opened_field(report, "name"),
        contact=opened_field(report, "contact"),
        organisation=opened_field(report, "organisation"),
        attachments=tuple(files.get(None, ())),
        entries=tuple(_entry(report, entry, files) for entry in report.entries.order_by("position", "at", "pk")),
    )


def opened_field(report: Report, name: str) -> str:
    """One sealed field in plain text; for this room and for queries that have asked who reads."""
    return vault.open_text(report.pk, contexts.field(report.pk, name), getattr(report, f"sealed_{name}"))


def is_living(report: Report) -> bool:
    """Whether the report still opens: its key was not destroyed (older reports are sealed to the desk itself)."""
    return vault.KEYS.holds(report.pk) or vault.is_boxed(report.sealed_text)


class _Length(Func):
    """The bytes of a sealed value, counted where it lies."""

    function = "octet_length"
    output_field = IntegerField()


def _entry(report: Report, entry: Entry, files: dict[UUID | None, list[OpenedAttachment]]) -> OpenedEntry:
    return OpenedEntry(
        kind=entry.kind,
        at=entry.at,
        text=vault.open_text(report.pk, contexts.entry(entry.pk), entry.sealed_text),
        author=entry.written_by_id,
        attachments=tuple(files.get(entry.pk, ())),
    )


def _files(report: Report) -> dict[UUID | None, list[OpenedAttachment]]:
    """The names of a report's files by the entry that they came with; bodies stay where they are."""
    found: dict[UUID | None, list[OpenedAttachment]] = {}
    sized = report.attachments.annotate(length=_Length("sealed_body")).defer("sealed_body").order_by("position")
    for each in sized:
        name = vault.open_text(report.pk, contexts.file_name(each.pk), each.sealed_name)
        size = each.length - vault.OVERHEAD
        found.setdefault(each.entry_id, []).append(OpenedAttachment(each.pk, name, size))
    return found
