"""Who may do what to staff, and the two questions that every room's policy asks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, NotPermitted, Refused

from .actors import system
from .models import Role, RoleGrant, Staff

ACCESS_CHANGES = frozenset(
    {"password_set", "password_changed", "password_reset", "factor_added", "factor_removed", "factor_reset"}
)


def require_role(actor: Actor, *roles: str) -> None:
    """Raise NotPermitted unless the actor has one of the roles. System actors have none."""
    if actor.staff_id is None or not actor.roles & {str(role) for role in roles}:
        raise NotPermitted(_("This is not for your role."), code="role")


def require_second_factor(actor: Actor) -> None:
    """Raise Refused(code="second_factor") unless it was shown in the last minutes."""
    if not actor.second_factor:
        raise Refused(
            _("This needs proof that it is really you."), _("Confirm it and try again."), code="second_factor"
        )


def require_system(actor: Actor, name: str) -> None:
    """Raise NotPermitted unless this part of the system acts."""
    if actor != system(name):
        raise NotPermitted(_("This is done by the system alone."), code="system")


def may_found(actor: Actor) -> None:
    require_system(actor, "installation")


def may_administer(actor: Actor) -> None:
    require_role(actor, Role.ADMINISTRATOR)


def may_depart(actor: Actor, staff: Staff) -> None:
    """An administrator parts with somebody else, proven to be themselves."""
    may_administer(actor)
    if staff.pk == actor.staff_id:
        raise Refused(
            _("You cannot end your own account."), _("Ask another administrator to do it."), code="second_person"
        )
    require_second_factor(actor)


def may_propose_role(actor: Actor, staff: Staff) -> None:
    may_administer(actor)
    _refuse_own(actor, staff)
    require_second_factor(actor)


def may_confirm_role(actor: Actor, grant: RoleGrant) -> None:
    """A second administrator: neither the one who proposed it nor the one who is to have it."""
    may_administer(actor)
    _refuse_own(actor, grant.staff)
    if grant.proposed_by_id == actor.staff_id:
        raise Refused(
            _("You proposed this yourself."), _("Ask another administrator to confirm it."), code="second_person"
        )
    require_second_factor(actor)


def may_end_role(actor: Actor) -> None:
    may_administer(actor)
    require_second_factor(actor)


def may_choose_language(actor: Actor, staff: Staff) -> None:
    if actor.staff_id != staff.pk:
        raise NotPermitted(_("This is somebody else's account."), code="role")


def may_change_access(actor: Actor, staff: Staff, what: str) -> None:
    """Only of themselves: nobody changes another one's way in."""
    if actor.staff_id != staff.pk or what not in ACCESS_CHANGES:
        raise NotPermitted(_("This is somebody else's account."), code="role")


def _refuse_own(actor: Actor, staff: Staff) -> None:
    if staff.pk == actor.staff_id:
        raise Refused(
            _("Nobody grants a role to themselves."), _("Ask another administrator to do it."), code="second_person"
        )
