"""How staff come, get their roles and go."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import invitations, permissions, policy, sessions
from .models import OPEN_GRANTS, Role, RoleGrant, Staff


@action("accounts.staff_founded", policy=policy.may_found)
def found_staff(
    *, actor: Actor, email: str, name: str, language: str, roles: Iterable[str], password: str | None = None
) -> Done[Staff]:
    """Make one of an installation's first people with their roles; needs nobody's second opinion, for nobody is there.

    Without a password they set it through an invitation.
    """
    staff = Staff.objects.create_user(email, password, name=name, language=language)
    for role in roles:
        RoleGrant.objects.create(staff=staff, role=Role(role), state=RoleGrant.State.GRANTED)
    permissions.keep_in_step(staff)
    return Done(staff, f"staff:{staff.pk}", {"roles": sorted(str(role) for role in roles)})


@action("accounts.staff_invited", policy=policy.may_administer)
def invite_staff(*, actor: Actor, email: str, name: str, language: str) -> Done[Staff]:
    """Make an account without password and roles. ``issue_invitation`` makes the link. Raises Refused (known)."""
    if Staff.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is an account with this address."), _("Look at the list of staff."), code="known")
    staff = Staff.objects.create_user(email, None, name=name, language=language)
    permissions.keep_in_step(staff)
    return Done(staff, f"staff:{staff.pk}")


@action("accounts.invitation_issued", policy=policy.may_administer)
def issue_invitation(*, actor: Actor, staff: Staff) -> Done[str]:
    """The path of the one-time page on which they set a password; only for those who never had one.

    Raises Refused (has_password): otherwise it would be a way into a colleague's account.
    """
    if staff.has_usable_password() or not staff.is_active:
        raise Refused(
            _("This person has set a password already, or has left."),
            _("They can ask for a new password on the login page."),
            code="has_password",
        )
    return Done(invitations.path_for(staff), f"staff:{staff.pk}")


@action("accounts.staff_departed", policy=policy.may_depart)
def depart_staff(*, actor: Actor, staff: Staff) -> Done[Staff]:
    """End an account: roles, sessions, password and second factors, at once. Raises Refused (last_administrator)."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    now = timezone.now()
    for grant in staff.grants.select_for_update().filter(state__in=OPEN_GRANTS):
        _end(grant)
    staff.is_active, staff.departed_at = False, staff.departed_at or now
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "departed_at", "password"])
    permissions.keep_in_step(staff)
    sessions.end_second_factors(staff)
    return Done(staff, f"staff:{staff.pk}", {"sessions_ended": sessions.end_sessions(staff)})


@action("accounts.role_proposed", policy=policy.may_propose_role)
def propose_role(*, actor: Actor, staff: Staff, role: str) -> Done[RoleGrant]:
    """Grant a role; approver only waits for a second administrator. Raises Refused (known, departed)."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    if not staff.is_active:
        raise Refused(_("This person has left."), code="departed")
    if staff.grants.filter(role=role, state__in=OPEN_GRANTS).exists():
        raise Refused(_("This role was granted or proposed already."), _("Look at their roles."), code="known")
    state = RoleGrant.State.PROPOSED if role == Role.APPROVER else RoleGrant.State.GRANTED
    grant = RoleGrant.objects.create(staff=staff, role=Role(role), state=state, proposed_by_id=actor.staff_id)
    permissions.keep_in_step(staff)
    return Done(grant, f"staff:{staff.pk}", {"role": role, "state": str(state)})


@action("accounts.role_confirmed", policy=policy.may_confirm_role)
def confirm_role(*, actor: Actor, grant: RoleGrant) -> Done[RoleGrant]:
    """The second administrator's yes. Raises Refused (not_proposed, unclaimed).

    An approver's account must be claimed first: until it is, whoever invited them could claim it and approve.
    """
    grant = RoleGrant.objects.select_for_update().select_related("staff").get(pk=grant.pk)
    if grant.state != RoleGrant.State.PROPOSED:
        raise Refused(_("This role does not wait for anybody."), _("Look at their roles."), code="not_proposed")
    if not grant.staff.has_usable_password():
        raise Refused(
            _("This person has not set a password yet."),
            _("Ask them, on a channel that you trust, to set it first."),
            code="unclaimed",
        )
    grant.state, grant.confirmed_by_id = RoleGrant.State.GRANTED, actor.staff_id
    grant.save(update_fields=["state", "confirmed_by"])
    permissions.keep_in_step(grant.staff)
    return Done(grant, f"staff:{grant.staff_id}", {"role": grant.role})


@action("accounts.role_ended", policy=policy.may_end_role)
def end_role(*, actor: Actor, grant: RoleGrant) -> Done[RoleGrant]:
    """Take a role away, or drop a proposal. Raises Refused (last_administrator)."""
    grant = RoleGrant.objects.select_for_update().select_related("staff").get(pk=grant.pk)
    if grant.state in OPEN_GRANTS:
        _end(grant)
    permissions.keep_in_step(grant.staff)
    return Done(grant, f"staff:{grant.staff_id}", {"role": grant.role})


@action("accounts.language_chosen", policy=policy.may_choose_language)
def choose_language(*, actor: Actor, staff: Staff, language: str) -> Done[Staff]:
    """The language in which the desk speaks to them."""
    staff.language = language
    staff.save(update_fields=["language"])
    return Done(staff, f"staff:{staff.pk}", {"language": language})


@action("accounts.access_changed", policy=policy.may_change_access)
def note_access(*, actor: Actor, staff: Staff, what: str) -> Done[None]:
    """Record that somebody's password or second factor was changed; ``what`` is one of policy.ACCESS_CHANGES."""
    return Done(None, f"staff:{staff.pk}", {"what": what})


def _end(grant: RoleGrant) -> None:
    administrators = RoleGrant.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, state=RoleGrant.State.GRANTED, staff__is_active=True
    )
    # Locked and read, so that two administrators cannot end each other at once.
    if grant.role == Role.ADMINISTRATOR and {g.pk for g in administrators} == {grant.pk}:
        raise Refused(
            _("This is the last administrator."), _("Grant the role to somebody else first."), code="last_administrator"
        )
    grant.state, grant.ended_at = RoleGrant.State.ENDED, timezone.now()
    grant.save(update_fields=["state", "ended_at"])
