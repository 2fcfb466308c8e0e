"""Where it is written down who reads a report in the file of a case: among what was seen of that case."""

from __future__ import annotations

from uuid import UUID

from tocsin.cases.models.access import CaseView
from tocsin.cases.viewing import record_view
from tocsin.core.actions import Actor


def log_reading(actor: Actor, case_id: UUID, subject: UUID) -> None:
    """For ``intake.readers``. Whatever it raises keeps the report from being read."""
    record_view(actor, case_id, CaseView.What.REPORT, subject)
