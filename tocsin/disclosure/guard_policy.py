"""Who decides about the guard: a case's own people about its sentences, an administrator about who may go on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.models import Role, Staff
from tocsin.accounts.policy import require_role, require_second_factor
from tocsin.cases import policy as cases
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, NotPermitted

from .models import AllowedOccurrence


def may_allow(actor: Actor, case: Case) -> None:
    """A caseworker of that case, and nobody else."""
    cases.may_work(actor, case)


def may_take_back(actor: Actor, allowance: AllowedOccurrence) -> None:
    cases.may_work(actor, allowance.case)


def may_lift(actor: Actor, staff: Staff) -> None:
    """An administrator, proven to be themselves, for somebody else."""
    require_role(actor, Role.ADMINISTRATOR)
    require_second_factor(actor)
    if actor.staff_id == staff.pk:
        raise NotPermitted(_("It takes somebody else to let you go on."), code="second_person")
