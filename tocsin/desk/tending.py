"""What the tender does across rooms: a campaign that was prepared goes live with its release, within seconds."""

from __future__ import annotations

from tocsin.accounts.actors import system
from tocsin.campaigns.actions import give_up_publishing
from tocsin.campaigns.queries import due_campaigns
from tocsin.core.actions import Refused
from tocsin.front.chores import every_round

from .actions import bring_live

# These pass by themselves: the next round tries again.
PASSING = frozenset({"guard_unavailable"})


@every_round("desk.campaigns")
def bring_prepared_live() -> None:
    """All of a campaign or nothing of it; what is refused waits for a campaigner, who reads why on the first page."""
    publishing = system("publishing")
    for campaign in due_campaigns():
        try:
            bring_live(actor=publishing, campaign=campaign)
        except Refused as refusal:
            if refusal.code not in PASSING:
                give_up_publishing(actor=publishing, campaign=campaign, code=refusal.code)
