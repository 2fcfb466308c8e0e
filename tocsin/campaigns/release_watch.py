"""A campaign whose release was withdrawn goes dark in that very transaction."""

from __future__ import annotations

from typing import Any

from tocsin.disclosure.models import PublicRelease
from tocsin.front import publishing

from .models import Campaign
from .signals import campaign_changed


def darken_campaigns(sender: object, release: PublicRelease, **_more: Any) -> None:
    """Its facts are gone, so nobody signs it; its figures leave the window (a new release may bring it back)."""
    for campaign in Campaign.objects.select_for_update(no_key=True).filter(release=release).order_by("pk"):
        if campaign.state not in Campaign.PUBLIC:
            continue
        campaign.state = Campaign.State.DARK
        campaign.save(update_fields=["state"])
        publishing.remove_figures(campaign.slug)


def move_campaigns(sender: object, release: PublicRelease, older: PublicRelease, **_more: Any) -> None:
    """A corrected version takes the place of an older one: whatever tells the older one tells the newer."""
    for campaign in Campaign.objects.select_for_update(no_key=True).filter(release=older).order_by("pk"):
        campaign.release = release
        campaign.save(update_fields=["release"])
        campaign_changed.send(sender=Campaign, campaign=campaign)


def tell_of_dark_campaigns(sender: object, release: PublicRelease, **_more: Any) -> None:
    """Let the rooms below show what went dark; apart from the darkening, which must not fail with them."""
    for campaign in Campaign.objects.filter(release=release, state=Campaign.State.DARK).order_by("pk"):
        campaign_changed.send(sender=Campaign, campaign=campaign)
