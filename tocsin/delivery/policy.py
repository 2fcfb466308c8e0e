"""Who records what became of a petition."""

from __future__ import annotations

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role
from tocsin.core.actions import Actor, NotPermitted


def may_deliver(actor: Actor) -> None:
    """A campaigner: these are public facts. Those of the case come through a release."""
    require_role(actor, Role.CAMPAIGNER)


def staff_id(actor: Actor) -> int:
    """Who records it. Raises NotPermitted for a part of the system."""
    if actor.staff_id is None:
        raise NotPermitted("This is recorded by a person.", code="role")
    return actor.staff_id
