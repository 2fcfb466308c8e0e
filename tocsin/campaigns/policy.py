"""Who may change campaigns, and what counts them."""

from __future__ import annotations

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_system
from tocsin.core.actions import Actor


def may_campaign(actor: Actor) -> None:
    """A campaigner. What may be said of a case is decided by its release, not here."""
    require_role(actor, Role.CAMPAIGNER)


def may_count(actor: Actor) -> None:
    require_system(actor, "counting")
