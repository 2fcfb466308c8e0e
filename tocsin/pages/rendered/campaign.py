"""A campaign's page, the answers to its forms, and the sheet for handing it over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.campaigns.models import Campaign, CampaignText
from tocsin.core.actions import Refused
from tocsin.delivery.models import Handover, Outcome
from tocsin.disclosure.queries import pictures_of, require_publishable, statements
from tocsin.pages import forms
from tocsin.pages.listing import (
    OPEN_STATES,
    live_posts,
    may_tell,
    names_of_addressees,
    paths_of,
    post_entries,
    releases_of,
)
from tocsin.pages.models import CampaignPage
from tocsin.pages.outputs import Output, renders
from tocsin.pages.parts import ReleasedPicture, publish_released
from tocsin.pages.rendering import FigureSlots, figure_slots, frame, render

from . import answers


@dataclass(frozen=True)
class Appeal:
    """A campaign's words in one language, after its release was found fit to be published."""

    page: CampaignPage
    words: CampaignText
    facts: list[str]
    addressees: list[str]
    slots: FigureSlots
    shown: list[tuple[ReleasedPicture, Output]]

    @property
    def campaign(self) -> Campaign:
        return self.page.campaign

    @property
    def demands(self) -> list[str]:
        return [line.strip() for line in self.words.demand.splitlines() if line.strip()]

    @property
    def context(self) -> dict[str, Any]:
        return {
            "title": self.words.title, "summary": self.words.summary, "description": self.words.summary,
            "facts": self.facts, "demands": self.demands, "addressees": self.addressees,
            "goal": self.campaign.goal, "slots": self.slots, "check": f"{self.page.window_path}check/",
        }  # fmt: skip


@renders("CampaignPage")
def render_campaign(page: CampaignPage) -> Iterator[Output]:
    """The page itself first. Raises Refused where the campaign or its release may not be public."""
    appeal = _appeal(page)
    with translation.override(page.language):
        yield _page(appeal)
        yield from (output for _picture, output in appeal.shown)
        yield from answers.of_campaign(page, open=page.campaign.state == Campaign.State.LIVE)
        yield _handover_sheet(appeal)


def _appeal(page: CampaignPage) -> Appeal:
    campaign, language = page.campaign, page.language
    if campaign.state not in OPEN_STATES or campaign.release is None:
        raise Refused(_("This campaign is not live."), _("Publish the campaign first, then its page."), "not_live")
    require_publishable(campaign.release)
    words = CampaignText.objects.filter(campaign=campaign, language=language).first()
    facts = statements(campaign.release, language)
    if words is None or not facts:
        raise Refused(
            _("The campaign or its release has no words in this language."),
            _("Add them to the campaign, and have a release approved that holds them."),
            "no_words",
        )
    told = pictures_of(campaign.release, language)
    shown = [publish_released(one, campaign.release.pk, page.window_path) for one in told]
    return Appeal(page, words, facts, names_of_addressees(campaign, language), figure_slots(campaign.slug), shown)


def _page(appeal: Appeal) -> Output:
    page, campaign, language = appeal.page, appeal.campaign, appeal.page.language
    posts = post_entries(live_posts(language, campaign))
    outcomes = _outcomes(campaign)
    shown = frame(language, paths_of(page))
    body = render(
        "campaign.html", shown, **appeal.context, intro=page.intro, deadline=campaign.deadline,
        open=campaign.state == Campaign.State.LIVE, consent_text=appeal.words.consent_text,
        countries=forms.countries(language), posts=posts, handovers=list(_handovers(campaign, language)),
        outcomes=[_outcome(outcome, campaign, language) for outcome in outcomes],
        share=answers.share_of(appeal.words.title, appeal.words.summary, shown.url),
        pictures=[picture for picture, _output in appeal.shown],
    )  # fmt: skip
    return Output(
        path=page.window_path, language=language, body=body, slots=True, messages=forms.messages(language, forms.SIGN),
        releases=_release(campaign) | releases_of(posts) | {outcome.release_id for outcome in outcomes},
        origins=frozenset(campaign.origins),
    )  # fmt: skip


def _handover_sheet(appeal: Appeal) -> Output:
    page, campaign = appeal.page, appeal.campaign
    paths = {language: f"{path}handover/" for language, path in paths_of(page).items()}
    shown = frame(page.language, paths, private=True)
    latest = next(iter(_handovers(campaign, page.language)), None)
    body = render(
        "handover.html", shown, **appeal.context, handover=latest, appeal_path=page.window_path,
        appeal_url=shown.organisation.url + page.window_path, check_url=f"{shown.url.removesuffix('handover/')}check/",
    )  # fmt: skip
    return Output(
        path=shown.path, language=page.language, body=body, slots=True, releases=_release(campaign),
        headers={"X-Robots-Tag": "noindex"},
    )  # fmt: skip


def _release(campaign: Campaign) -> frozenset[UUID]:
    return frozenset({campaign.release_id} if campaign.release_id else ())


def _outcomes(campaign: Campaign) -> list[Outcome]:
    """Newest first, and only what may still be told."""
    told = campaign.outcomes.select_related("release").order_by("-pk")
    return [outcome for outcome in told if may_tell(outcome.release)]


def _outcome(outcome: Outcome, campaign: Campaign, language: str) -> dict[str, Any]:
    """The release's words, unless the page shows them already as what is known."""
    own = outcome.release_id != campaign.release_id
    return {
        "kind": outcome.get_kind_display(),
        "as_of": outcome.as_of.words,
        "facts": statements(outcome.release, language) if own else [],
    }


def _handovers(campaign: Campaign, language: str) -> Iterator[dict[str, Any]]:
    """Latest first, with the reply where one is recorded."""
    given = campaign.handovers.select_related("addressee").prefetch_related(Prefetch("reply"))
    for handover in sorted(given, key=lambda each: str(each.handed_over.earliest), reverse=True):
        yield _delivered(handover, language)


def _delivered(handover: Handover, language: str) -> dict[str, Any]:
    reply = getattr(handover, "reply", None)
    return {
        "when": handover.handed_over.words,
        "to": handover.addressee.names.get(language) or handover.addressee.names.get("en", ""),
        "signatures": handover.signatures,
        "tree": handover if handover.tree_root else None,
        "reply": reply.get_kind_display() if reply else "",
        "reply_when": reply.as_of.words if reply else "",
        "words": reply.text if reply else "",
    }
