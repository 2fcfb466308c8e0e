"""Reading cases: need to know, person by person, filtered in SQL. No role alone opens a case."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, NotPermitted

from . import contexts, vault
from .models import Assignment, Case
from .opened import OpenedCase
from .opening import open_case_file


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor is assigned to."""
    return Case.objects.filter(pk__in=assigned_ids(actor)).order_by("-opened_at")


def assigned_ids(actor: Actor) -> QuerySet[Assignment, UUID]:
    """The ids of the actor's cases, as a subquery."""
    if actor.staff_id is None:
        return Assignment.objects.none().values_list("case_id", flat=True)
    standing = Assignment.objects.filter(staff_id=actor.staff_id, staff__is_active=True, ended_at__isnull=True)
    return standing.values_list("case_id", flat=True)


def case_for(actor: Actor, case_id: UUID) -> Case:
    """Raises NotPermitted for everyone not assigned, administrators included, and where there is no such case."""
    case = visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise NotPermitted(_("There is no such case."), code="not_found")
    return case


def opened_case(actor: Actor, case: Case) -> OpenedCase:
    """The case file in plain text. Raises NotPermitted, KeyMissing, SealingError."""
    return open_case_file(case_for(actor, case.pk))


def titles(actor: Actor) -> dict[UUID, str]:
    """The titles of the actor's cases, by id. Raises KeyMissing, SealingError."""
    return {case.pk: vault.open_text(case.pk, contexts.title(case.pk), case.sealed_title) for case in visible_to(actor)}
