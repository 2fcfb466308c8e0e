"""Whose cases are whose: those assigned to a case, and whoever opened it in emergency, until that ends by itself.

A case whose destruction has begun is nobody's any more.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.core.actions import Actor

from .models import Assignment, Case
from .models.access import Destruction, EmergencyOpening


def case_ids(actor: Actor) -> QuerySet[Case, UUID]:
    """The ids of the actor's cases, as a subquery. Whoever is no caseworker any more has none."""
    if actor.staff_id is None or Role.CASEWORKER not in actor.roles:
        return Case.objects.none().values_list("pk", flat=True)
    theirs = Q(staff_id=actor.staff_id, staff__is_active=True)
    assigned = Assignment.objects.filter(theirs, ended_at__isnull=True).values("case")
    emergency = in_emergency().filter(theirs).values("case")
    return standing().filter(Q(pk__in=assigned) | Q(pk__in=emergency)).values_list("pk", flat=True)


def own_ids(actor: Actor) -> QuerySet[Case, UUID]:
    """The ids of the cases of which the actor is one of its own people, emergencies left out."""
    if actor.staff_id is None or Role.CASEWORKER not in actor.roles:
        return Case.objects.none().values_list("pk", flat=True)
    assigned = Assignment.objects.filter(staff_id=actor.staff_id, staff__is_active=True, ended_at__isnull=True)
    return standing().filter(pk__in=assigned.values("case")).values_list("pk", flat=True)


def standing() -> QuerySet[Case]:
    """Every case but those that are being, or have been, destroyed."""
    return Case.objects.exclude(pk__in=Destruction.objects.filter(begun_at__isnull=False).values("case"))


def in_emergency(at: dt.datetime | None = None) -> QuerySet[EmergencyOpening]:
    """The emergency openings that let somebody in at that moment (now)."""
    return EmergencyOpening.objects.filter(ended_at__isnull=True, ends_at__gt=at or timezone.now())


def is_assigned(actor: Actor, case: Case) -> bool:
    """Whether the actor is one of the case's own people, and not there in emergency alone."""
    return actor.staff_id is not None and people_of(case).filter(pk=actor.staff_id).exists()


def people_of(case: Case) -> QuerySet[Staff]:
    """The caseworkers who are assigned to the case, as far as they are still here."""
    assigned = Assignment.objects.filter(case=case, ended_at__isnull=True).values("staff")
    granted = RoleGrant.objects.filter(role=Role.CASEWORKER, state=RoleGrant.State.GRANTED).values("staff")
    return Staff.objects.filter(Q(pk__in=assigned) & Q(pk__in=granted), is_active=True)
