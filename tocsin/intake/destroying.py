"""Making reports unreadable for good, in old copies of the database too: their keys go."""

from __future__ import annotations

from uuid import UUID

from tocsin.core.actions import Actor
from tocsin.front import receipts

from . import vault
from .models import Receipt, Report
from .signals import answers_withdrawn


def destroy_reports(*, actor: Actor, case_id: UUID) -> int:
    """Destroy the keys of all reports in the file of a case; returns how many.

    For who destroys the case, within that action and audited with it. Keys go first, so that what interrupts this
    leaves nothing that opens; it can be done again. What was published for the receipts leaves the window: their
    codes find nothing any more.
    """
    reports = Report.objects.select_for_update().filter(case_id=case_id).exclude(triage=Report.Triage.SITUATION)
    ids = list(reports.values_list("pk", flat=True))
    for report_id in ids:
        vault.KEYS.destroy(report_id)
    gone = Receipt.objects.filter(pk__in=ids)
    paths = [receipts.path_of(lookup) for lookup in gone.values_list("lookup", flat=True)]
    if paths:
        answers_withdrawn.send(sender=Receipt, paths=paths, actor=actor)
    gone.delete()
    return len(ids)
