"""Which members of staff are asked to look at the desk because of a report."""

from __future__ import annotations

from tocsin.accounts.actors import actor_of
from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.core.actions import Actor

from . import queries
from .models import Report


def concerned_by_situations(actor: Actor) -> list[Staff]:
    """Who works on cases, decides or writes; not who just marked it."""
    return [one for one in _with_role(Role.CASEWORKER, Role.APPROVER, Role.CAMPAIGNER) if one.pk != actor.staff_id]


def who_read(report: Report) -> list[Staff]:
    """Everybody who may read a report now."""
    return [one for one in _with_role(Role.CASEWORKER) if queries.visible_to(actor_of(one)).filter(pk=report.pk)]


def _with_role(*roles: str) -> list[Staff]:
    granted = RoleGrant.objects.filter(role__in=roles, state=RoleGrant.State.GRANTED)
    return list(Staff.objects.filter(is_active=True, pk__in=granted.values("staff")).order_by("pk"))
