"""Who may take in reports and sort them."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role
from tocsin.core.actions import Actor, NotPermitted

from . import queries, readers
from .models import Report


def may_receive(actor: Actor) -> None:
    require_role(actor, Role.CASEWORKER)


def may_sort(actor: Actor, report: Report) -> None:
    """A caseworker who sees the report."""
    require_role(actor, Role.CASEWORKER)
    queries.report_for(actor, report.pk)


def may_link(actor: Actor, report: Report, case_id: UUID) -> None:
    """A caseworker who sees the report and is assigned to the case."""
    may_sort(actor, report)
    if case_id not in set(readers.cases_of(actor)):
        raise NotPermitted(_("There is no such case."), code="not_found")
