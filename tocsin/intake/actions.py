"""Receiving reports by a member of staff's hand, and sorting them. A report itself is never edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.accounts.alerts import alert
from tocsin.core.actions import Actor, Done, Refused, action

from . import people, policy
from .identifiers import NOT_YET_GUARDED
from .keeping import IncomingFile, Words, keep_report, subject
from .models import Report
from .signals import identifiers_sealed

Triage = Report.Triage

# From where each state of triage can be reached: a linked report stays with its case.
SORTED_FROM: dict[str, frozenset[str]] = {
    Triage.LINKED: frozenset({Triage.NEW, Triage.SITUATION, Triage.DUPLICATE, Triage.SET_ASIDE}),
    Triage.SITUATION: frozenset({Triage.NEW, Triage.DUPLICATE, Triage.SET_ASIDE}),
    Triage.DUPLICATE: frozenset({Triage.NEW, Triage.SITUATION, Triage.SET_ASIDE}),
    Triage.SET_ASIDE: frozenset({Triage.NEW, Triage.SITUATION, Triage.DUPLICATE}),
}


@action("intake.report_received", policy=policy.may_receive)
def receive_report(
    *,
    actor: Actor,
    source: str,
    text: str,
    reporter: str,
    how_known: str,
    reliability: str,
    language: str,
    received_at: dt.datetime,
    name: str = "",
    contact: str = "",
    organisation: str = "",
    files: Sequence[IncomingFile] = (),
) -> Done[Report]:
    """Keep a report as it came, sealed. ``source`` and ``reliability`` as in the model; ``received_at`` aware.

    ``reporter`` says who it was in words ('her daughter'); ``name``, ``contact`` and ``organisation`` are what the
    guard must never let out.
    """
    words = Words(text, reporter, how_known, name, contact, organisation)
    report = keep_report(
        words,
        source=source,
        received_at=received_at,
        files=files,
        reliability=reliability,
        language=language,
        entered_by=actor.person,
    )
    if words.identifies:
        identifiers_sealed.send(sender=Report, report_id=report.pk, actor=actor)
    return Done(report, subject=subject(report), detail={"source": report.source, "files": len(files)})


@action("intake.report_linked", policy=policy.may_link)
def link_report(*, actor: Actor, report: Report, case_id: UUID) -> Done[Report]:
    """Put a report into the file of a case; from then on only the case's people see it, and its duplicates."""
    _sort(actor, report, Triage.LINKED, case_id=case_id)
    Report.objects.filter(duplicate_of=report).update(case_id=case_id)
    return Done(report, subject=subject(report), detail={"case": str(case_id)})


@action("intake.report_marked_situation", policy=policy.may_sort)
def mark_situation(*, actor: Actor, report: Report) -> Done[Report]:
    """A situation report: it concerns no case. Those who decide, write and work on cases are asked to look."""
    _sort(actor, report, Triage.SITUATION)
    told = people.concerned_by_situations(actor)
    alert(told)
    return Done(report, subject=subject(report), detail={"told": len(told)})


@action("intake.situation_filed", policy=policy.may_link)
def file_situation(*, actor: Actor, report: Report, case_id: UUID) -> Done[Report]:
    """Give a situation report a file of its own, from which it can be released; all caseworkers go on reading it."""
    waiting = Report.objects.filter(pk=report.pk, triage=Triage.SITUATION, case_id__isnull=True)
    if waiting.update(case_id=case_id) != 1:
        raise Refused(
            _("This is no situation report, or it has a file already."), _("Look at it once more."), code="sorted"
        )
    report.refresh_from_db()
    return Done(report, subject=subject(report), detail={"case": str(case_id)})


@action("intake.report_marked_duplicate", policy=policy.may_pair)
def mark_duplicate(*, actor: Actor, report: Report, original: Report) -> Done[Report]:
    """It says what another report says already; whoever may read that one may read it. Raises Refused."""
    if original.pk == report.pk or original.triage == Triage.DUPLICATE or report.duplicates.exists():
        raise Refused(
            _("A report is a duplicate of one that is none itself, and has none."),
            _("Choose the first of these reports."),
            code="duplicate",
        )
    _sort(actor, report, Triage.DUPLICATE, case_id=original.case_id, duplicate_of=original)
    return Done(report, subject=subject(report), detail={"of": str(original.pk)})


@action("intake.report_set_aside", policy=policy.may_sort)
def set_report_aside(*, actor: Actor, report: Report) -> Done[Report]:
    """Not followed up, and kept."""
    _sort(actor, report, Triage.SET_ASIDE)
    return Done(report, subject=subject(report))


@action("intake.report_news_read", policy=policy.may_sort)
def mark_news_read(*, actor: Actor, report: Report) -> Done[Report]:
    """Somebody has read what the reporter added."""
    Report.objects.filter(pk=report.pk).update(news=False)
    report.refresh_from_db(fields=["news"])
    return Done(report, subject=subject(report))


def _sort(
    actor: Actor,
    report: Report,
    triage: Report.Triage,
    *,
    case_id: UUID | None = None,
    duplicate_of: Report | None = None,
) -> None:
    """One conditional update; what a stranger said of themselves is guarded from the first sorting on."""
    waiting = Report.objects.filter(pk=report.pk, triage__in=SORTED_FROM[triage])
    unguarded = waiting.filter(NOT_YET_GUARDED).exists()
    if waiting.update(triage=triage, case_id=case_id, duplicate_of=duplicate_of) != 1:
        raise Refused(_("This report has been sorted already."), _("Look at it once more."), code="sorted")
    report.refresh_from_db()
    guarded = not Report.objects.filter(NOT_YET_GUARDED, pk=report.pk).exists()
    if unguarded and guarded and (report.sealed_name or report.sealed_contact or report.sealed_organisation):
        identifiers_sealed.send(sender=Report, report_id=report.pk, actor=actor)
