"""Reports in a few words, for choosing among them."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.text import Truncator

from tocsin.core.actions import Actor
from tocsin.intake import queries
from tocsin.intake.models import Report

RECENT = 50
WORDS = 60


def in_words(report: Report) -> str:
    """'9 March 2012 · partner organisation · A group of refugees, at least…', for somebody who may read it.

    Of one in a case's file no words: reading those is written down.
    """
    if report.case_id is not None or not queries.is_living(report):
        return f"{date_format(report.received_at)} · {report.get_source_display()}"
    told = Truncator(" ".join(queries.opened_field(report, "text").split())).chars(WORDS)
    return f"{date_format(report.received_at)} · {report.get_source_display()} · {told}"


def originals_for(actor: Actor, report: Report) -> list[tuple[str, str]]:
    """(id, words) of the newest reports that the actor sees and of which this one may be a duplicate."""
    if report.duplicates.exists():
        return []
    others = queries.visible_to(actor).exclude(pk=report.pk).exclude(triage=Report.Triage.DUPLICATE)
    return [(str(other.pk), in_words(other)) for other in others[:RECENT]]
