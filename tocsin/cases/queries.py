"""Reading cases: need to know, person by person, filtered in SQL. No role alone opens a case.

What opens something sealed writes down first who sees it (``viewing``): what cannot be written down is not shown.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, NotPermitted

from . import access, contexts, vault
from .models import Case, Risk
from .models.access import CaseView
from .opened import OpenedCase
from .opening import open_case_file
from .viewing import record_view, record_views


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor is assigned to, or has opened in emergency."""
    return Case.objects.filter(pk__in=assigned_ids(actor)).order_by("-opened_at")


def assigned_ids(actor: Actor) -> QuerySet[Case, UUID]:
    """The ids of the actor's cases, as a subquery."""
    return access.case_ids(actor)


def case_for(actor: Actor, case_id: UUID) -> Case:
    """Raises NotPermitted for everyone not assigned, administrators included, and where there is no such case."""
    case = visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise NotPermitted(_("There is no such case."), code="not_found")
    return case


def opened_case(actor: Actor, case: Case) -> OpenedCase:
    """The case file in plain text. Raises NotPermitted, KeyMissing, SealingError."""
    case = case_for(actor, case.pk)
    record_view(actor, case, CaseView.What.FILE)
    return open_case_file(case)


def overdue_risks(actor: Actor, today: dt.date | None = None) -> list[UUID]:
    """The actor's cases in which the newest judgement of the risk to some circle was to be reviewed before today."""
    newest = Risk.objects.filter(case=OuterRef("case"), circle=OuterRef("circle")).order_by("-at", "-pk")
    current = Risk.objects.filter(case__in=visible_to(actor), pk=Subquery(newest.values("pk")[:1]))
    overdue = current.filter(review_on__lt=today or timezone.localdate())
    return list(overdue.order_by("case").values_list("case", flat=True).distinct())


def titles(actor: Actor) -> dict[UUID, str]:
    """The titles of the actor's cases, by id, the newest first. Raises SealingError.

    Where a case's key is gone (an old database with today's keystore) there is none to be read, and that is said.
    """
    cases = list(visible_to(actor))
    record_views(actor, [(case, CaseView.What.TITLE, "") for case in cases])
    return {case.pk: title_of(case) for case in cases}


def title_of(case: Case) -> str:
    """For those who may see it, once that is written down. Raises SealingError."""
    if not vault.holds(case.pk):
        return _("(a case whose key is gone)")
    return vault.open_text(case.pk, contexts.title(case.pk), case.sealed_title)
