"""What pages, letters and the desk may know of campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from tocsin.disclosure.models import PublicRelease

from .models import Campaign, CampaignText, CountryFigure, Signature


@dataclass(frozen=True)
class Figures:
    """Public figures: the count behind the crowd, the goal, and countries as last published."""

    signatures: int
    goal: int
    countries: Mapping[str, int]


@dataclass(frozen=True)
class SignatureStates:
    """For staff: how many signatures are in each state at this moment."""

    pending: int
    confirmed: int
    withdrawn: int


def figures(campaign: Campaign) -> Figures:
    row = Campaign.objects.only("signature_count", "goal").get(pk=campaign.pk)
    shown = CountryFigure.objects.filter(campaign=campaign, figure__gt=0).order_by("-figure", "country")
    return Figures(row.signature_count, row.goal, dict(shown.values_list("country", "figure")))


def signature_states(campaign: Campaign) -> SignatureStates:
    rows = Signature.objects.filter(campaign=campaign).values_list("state").annotate(Count("pk")).order_by()
    found = dict(rows)
    return SignatureStates(*(found.get(state, 0) for state in ("pending", "confirmed", "withdrawn")))


def text_in(campaign: Campaign, language: str) -> CampaignText:
    """The campaign's words in a language, or in English, or in the first it has. Raises CampaignText.DoesNotExist."""
    texts = {text.language: text for text in campaign.texts.order_by("language")}
    for choice in (language, "en", *texts):
        if choice in texts:
            return texts[choice]
    raise CampaignText.DoesNotExist


def public_campaigns() -> QuerySet[Campaign]:
    """Campaigns with a page: open or closed."""
    return Campaign.objects.filter(state__in=Campaign.PUBLIC).order_by("slug")


def due_campaigns() -> QuerySet[Campaign]:
    """Drafts that go live by themselves now, since their release is live."""
    planned = Campaign.objects.filter(publish_when_live=True, state__in=(Campaign.State.DRAFT, Campaign.State.DARK))
    return planned.filter(release__state=PublicRelease.State.APPROVED).order_by("slug")


def not_published() -> QuerySet[Campaign]:
    """Campaigns that were to go live by themselves and were refused."""
    return Campaign.objects.exclude(not_published="").order_by("slug")


def disagreeing() -> QuerySet[Campaign]:
    """Campaigns whose last recount did not agree with their count: for the desk's attention."""
    return Campaign.objects.filter(recount_agrees=False)
