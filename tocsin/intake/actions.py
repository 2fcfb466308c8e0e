"""Receiving reports and sorting them. A report itself is never edited."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import policy, vault
from .models import Report

Triage = Report.Triage

# From where each state of triage can be reached: a linked report stays with its case.
SORTED_FROM: dict[str, frozenset[str]] = {
    Triage.LINKED: frozenset({Triage.NEW, Triage.SITUATION, Triage.SET_ASIDE}),
    Triage.SITUATION: frozenset({Triage.NEW, Triage.SET_ASIDE}),
    Triage.SET_ASIDE: frozenset({Triage.NEW, Triage.SITUATION}),
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
) -> Done[Report]:
    """Keep a report as it came, sealed. ``source`` and ``reliability`` as in the model; ``received_at`` aware."""
    report = Report.objects.create(
        received_at=received_at,
        source=Report.Source(source),
        reliability=reliability,
        language=language,
        sealed_text=vault.seal(text),
        sealed_reporter=vault.seal(reporter),
        sealed_how_known=vault.seal(how_known),
        entered_by_id=actor.person,
    )
    return Done(report, subject=_subject(report), detail={"source": report.source})


@action("intake.report_linked", policy=policy.may_link)
def link_report(*, actor: Actor, report: Report, case_id: UUID) -> Done[Report]:
    """Put a report into the file of a case; from then on only the case's people see it."""
    _sort(report, Triage.LINKED, case_id)
    return Done(report, subject=_subject(report), detail={"case": str(case_id)})


@action("intake.report_marked_situation", policy=policy.may_sort)
def mark_situation(*, actor: Actor, report: Report) -> Done[Report]:
    """A situation report: it concerns no case."""
    _sort(report, Triage.SITUATION)
    return Done(report, subject=_subject(report))


@action("intake.report_set_aside", policy=policy.may_sort)
def set_report_aside(*, actor: Actor, report: Report) -> Done[Report]:
    """Not followed up, and kept."""
    _sort(report, Triage.SET_ASIDE)
    return Done(report, subject=_subject(report))


def _sort(report: Report, triage: Report.Triage, case_id: UUID | None = None) -> None:
    waiting = Report.objects.filter(pk=report.pk, triage__in=SORTED_FROM[triage])
    if waiting.update(triage=triage, case_id=case_id) != 1:
        raise Refused(_("This report has been sorted already."), _("Look at it once more."), code="sorted")
    report.refresh_from_db()


def _subject(report: Report) -> str:
    return f"report:{report.pk}"
