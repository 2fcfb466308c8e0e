"""The campaign on the released words, and its pages in English and Korean."""

from __future__ import annotations

from tocsin.campaigns import actions as campaigns
from tocsin.campaigns.actions import CampaignWords
from tocsin.desk.story.mailbox import eventually
from tocsin.desk.story.stage import SLUG, Stage
from tocsin.desk.story.words import ADDRESSEES, CAMPAIGN
from tocsin.mailings import actions as mailings
from tocsin.pages import actions as pages


def go_live(stage: Stage) -> None:
    teo = stage.actor("teo")
    stage.campaign = campaigns.create_campaign(
        actor=teo,
        slug=SLUG,
        goal=stage.size,
        release=stage.first,
        texts={language: CampaignWords(**words) for language, words in CAMPAIGN.items()},
        addressees=ADDRESSEES,
    )
    campaigns.publish_campaign(actor=teo, campaign=stage.campaign)
    mailings.prepare_standing_letters(actor=teo, campaign=stage.campaign)
    pages.publish_campaign_pages(actor=teo, campaign=stage.campaign)
    for language in ("en", "ko"):
        path = f"/{language}/campaigns/{SLUG}/"
        eventually(f"{path} in the window", lambda path=path: stage.crowd.page(path).status_code == 200)
    stage.say(f"  live at /en/campaigns/{SLUG}/ and /ko/campaigns/{SLUG}/, addressed to the Chinese authorities.")
