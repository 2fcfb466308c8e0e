"""Who may take in reports, sort and answer them."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_system
from tocsin.core.actions import Actor, NotPermitted

from . import queries, readers
from .models import Attachment, Report


def may_receive(actor: Actor) -> None:
    require_role(actor, Role.CASEWORKER)


def may_collect(actor: Actor) -> None:
    """What comes by itself is kept by the system."""
    require_system(actor, "letterbox")


def may_sort(actor: Actor, report: Report) -> None:
    """A caseworker who sees the report."""
    require_role(actor, Role.CASEWORKER)
    queries.report_for(actor, report.pk)


def may_link(actor: Actor, report: Report, case_id: UUID) -> None:
    """A caseworker who sees the report and is assigned to the case."""
    may_sort(actor, report)
    if case_id not in set(readers.cases_of(actor)):
        raise NotPermitted(_("There is no such case."), code="not_found")


def may_pair(actor: Actor, report: Report, original: Report) -> None:
    """A caseworker who sees both reports."""
    may_sort(actor, report)
    queries.report_for(actor, original.pk)


def may_take_out(actor: Actor, attachment: Attachment) -> None:
    require_role(actor, Role.CASEWORKER)
    queries.attachment_for(actor, attachment.report, attachment.pk)
