"""Who may publish and moderate: campaigners, and the parts of the system that publish."""

from __future__ import annotations

from tocsin.accounts.actors import system
from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role
from tocsin.core.actions import Actor

PUBLISHERS = (Role.CAMPAIGNER,)


def may_publish(actor: Actor) -> None:
    """Raises NotPermitted."""
    if actor not in (system("publishing"), system("installation")):
        require_role(actor, *PUBLISHERS)


def may_moderate(actor: Actor) -> None:
    require_role(actor, *PUBLISHERS)


def may_found(actor: Actor) -> None:
    """The site is founded when it is installed; an administrator may publish its own answers anew."""
    if actor != system("installation"):
        require_role(actor, Role.ADMINISTRATOR)
