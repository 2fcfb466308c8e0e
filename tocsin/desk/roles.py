"""Which roles the person behind a request has; read once a request."""

from __future__ import annotations

from django.http import HttpRequest

from tocsin.accounts import second_factor
from tocsin.accounts.models import Role, Staff
from tocsin.core.actions import Actor

CASEWORKER, APPROVER = Role.CASEWORKER.value, Role.APPROVER.value
CAMPAIGNER, ADMINISTRATOR = Role.CAMPAIGNER.value, Role.ADMINISTRATOR.value


def roles_of(request: HttpRequest) -> frozenset[str]:
    """Empty for whoever is not logged in."""
    if not isinstance(getattr(request, "user", None), Staff):
        return frozenset()
    if not hasattr(request, "desk_roles"):
        request.desk_roles = second_factor.actor_from(request).roles
    return request.desk_roles


def actor_of(request: HttpRequest) -> Actor:
    return second_factor.actor_from(request)
