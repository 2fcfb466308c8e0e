"""What the desk does in one go out of other rooms' actions."""

from __future__ import annotations

from tocsin.campaigns import actions as campaigns
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.policy import may_campaign, may_publish
from tocsin.core.actions import Actor, Done, action
from tocsin.disclosure.models import PublicRelease
from tocsin.mailings import actions as mailings
from tocsin.pages import actions as pages


@action("desk.campaign_brought_live", policy=may_publish)
def bring_live(*, actor: Actor, campaign: Campaign) -> Done[Campaign]:
    """Open a campaign, with the letters that answer its signers and its pages in every language: all or nothing."""
    live = campaigns.publish_campaign(actor=actor, campaign=campaign)
    mailings.prepare_standing_letters(actor=actor, campaign=live)
    pages.publish_campaign_pages(actor=actor, campaign=live)
    return Done(live, f"campaign:{live.pk}")


@action("desk.campaign_followed_its_case", policy=may_campaign)
def follow_release(*, actor: Actor, campaign: Campaign, release: PublicRelease) -> Done[Campaign]:
    """Let the campaign's facts be another release's, in its pages and in the letters that answer its signers."""
    changed = campaigns.set_release(actor=actor, campaign=campaign, release=release)
    if changed.state in Campaign.PUBLIC:
        mailings.prepare_standing_letters(actor=actor, campaign=changed)
    return Done(changed, f"campaign:{changed.pk}")
