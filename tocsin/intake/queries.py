"""Reading reports: need to know, filtered in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.core.actions import Actor, NotPermitted

from . import readers, vault
from .models import Report


@dataclass(frozen=True)
class OpenedReport:
    """A report in plain text, for the screen of somebody who may read it."""

    text: str
    reporter: str
    how_known: str


def visible_to(actor: Actor) -> QuerySet[Report]:
    """Caseworkers see what waits for triage, belongs to no case, or belongs to a case of theirs; others nothing."""
    reports = Report.objects.order_by("-received_at", "pk")
    if actor.staff_id is None or Role.CASEWORKER not in actor.roles:
        return reports.none()
    return reports.filter(~Q(triage=Report.Triage.LINKED) | Q(case_id__in=readers.cases_of(actor)))


def report_for(actor: Actor, report_id: UUID) -> Report:
    """Raises NotPermitted, also where there is no such report."""
    report = visible_to(actor).filter(pk=report_id).first()
    if report is None:
        raise NotPermitted(_("There is no such report."), code="not_found")
    return report


def opened(actor: Actor, report: Report) -> OpenedReport:
    """The report's plain text. Raises NotPermitted, KeyMissing, SealingError."""
    report = report_for(actor, report.pk)
    return OpenedReport(
        text=vault.open_text(report.sealed_text),
        reporter=vault.open_text(report.sealed_reporter),
        how_known=vault.open_text(report.sealed_how_known),
    )
