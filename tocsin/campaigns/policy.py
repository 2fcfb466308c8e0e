"""Who may change campaigns, and what counts them."""

from __future__ import annotations

from tocsin.accounts.actors import system
from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_system
from tocsin.core.actions import Actor

from .models import Campaign


def may_campaign(actor: Actor) -> None:
    """A campaigner. What may be said of a case is decided by its release, not here."""
    require_role(actor, Role.CAMPAIGNER)


def may_publish(actor: Actor, campaign: Campaign) -> None:
    """A campaigner; or the publishing of the system, once a campaigner has asked for it."""
    asked = Campaign.objects.filter(pk=campaign.pk, publish_when_live=True)
    if actor != system("publishing") or not asked.exists():
        may_campaign(actor)


def may_give_up(actor: Actor) -> None:
    require_system(actor, "publishing")


def may_count(actor: Actor) -> None:
    require_system(actor, "counting")
