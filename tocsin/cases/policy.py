"""Who may work on a case: its assigned people, while they are caseworkers. Nobody else, whatever their role."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.accounts.policy import require_role
from tocsin.core.actions import Actor, Refused

from . import access, queries
from .models import Attachment, Case, Event, Intervention, Person, PersonDetail, PersonName, Tie


def may_open(actor: Actor) -> None:
    require_role(actor, Role.CASEWORKER)


def may_work(actor: Actor, case: Case) -> None:
    """A caseworker of this case. Raises NotPermitted."""
    require_role(actor, Role.CASEWORKER)
    queries.case_for(actor, case.pk)


def may_work_on_person(actor: Actor, person: Person) -> None:
    may_work(actor, person.case)


def may_work_on_part(actor: Actor, part: PersonName | PersonDetail) -> None:
    may_work_on_person(actor, part.person)


def may_work_on_tie(actor: Actor, tie: Tie) -> None:
    may_work(actor, tie.case)


def may_work_on_event(actor: Actor, event: Event) -> None:
    may_work(actor, event.case)


def may_work_on_intervention(actor: Actor, intervention: Intervention) -> None:
    may_work(actor, intervention.case)


def may_work_on_attachment(actor: Actor, attachment: Attachment) -> None:
    may_work(actor, attachment.case)


def may_let_out(actor: Actor, case: Case) -> None:
    """One of the case's own people, and nobody who is there in emergency alone."""
    may_work(actor, case)
    require_own_people(actor, case)


def may_assign(actor: Actor, case: Case, staff: Staff) -> None:
    """A caseworker of the case brings in another caseworker.

    Whoever is there in emergency brings in nobody, themselves included, unless nobody of its own people is left.
    """
    may_work(actor, case)
    if access.people_of(case).exists():
        require_own_people(actor, case)
    granted = staff.grants.filter(role=Role.CASEWORKER, state=RoleGrant.State.GRANTED)
    if not staff.is_active or not granted.exists():
        raise Refused(
            _("Only caseworkers can be assigned to a case."),
            _("Ask an administrator for the role first."),
            code="not_a_caseworker",
        )


def require_own_people(actor: Actor, case: Case) -> None:
    """Raise Refused(code="emergency") for somebody who is on the case in emergency alone."""
    if not access.is_assigned(actor, case):
        raise Refused(
            _("You are on this case in an emergency, for some hours."),
            _("Ask one of its own people to do this, or to let you in."),
            code="emergency",
        )
