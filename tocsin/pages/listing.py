"""What other pages say of campaigns and posts, and the addresses of a page in all its languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tocsin.campaigns.models import Campaign, CampaignText
from tocsin.core.actions import Refused
from tocsin.disclosure.models import PublicRelease
from tocsin.disclosure.queries import require_publishable

from .models import CampaignPage, PostPage, WindowPage
from .rendering import FigureSlots, figure_slots

OPEN_STATES = (Campaign.State.LIVE, Campaign.State.CLOSED)


@dataclass(frozen=True)
class CampaignEntry:
    """A campaign as the home page shows it."""

    path: str
    title: str
    summary: str
    addressees: list[str]
    goal: int
    open: bool
    slots: FigureSlots
    anchor: str
    release: UUID


@dataclass(frozen=True)
class PostEntry:
    path: str
    title: str
    summary: str
    date: dt.date
    release: UUID | None


def paths_of(page: WindowPage) -> dict[str, str]:
    """The page's address by language: its own, and those of its live translations."""
    others = type(page).objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    paths = {other.language: other.window_path for other in others.select_related("locale")}
    return {**paths, page.language: page.window_path}


def may_tell(release: PublicRelease | None) -> bool:
    """Whether what rests on a release may be shown now; it cannot be withdrawn before this transaction has ended."""
    try:
        return release is None or bool(require_publishable(release))
    except Refused:
        return False


def live_campaigns(language: str) -> list[CampaignEntry]:
    """Campaigns that have a live page in a language and may be shown, open ones first."""
    pages = CampaignPage.objects.filter(locale__language_code=language, live=True, campaign__state__in=OPEN_STATES)
    newest_first = pages.select_related("campaign__release", "locale").order_by("-first_published_at")
    entries = [campaign_entry(page) for page in newest_first if may_tell(page.campaign.release)]
    return sorted(entries, key=lambda entry: not entry.open)


def campaign_entry(page: CampaignPage) -> CampaignEntry:
    campaign = page.campaign
    words = CampaignText.objects.get(campaign=campaign, language=page.language)
    return CampaignEntry(
        path=page.window_path, title=words.title, summary=words.summary,
        addressees=names_of_addressees(campaign, page.language), goal=campaign.goal,
        open=campaign.state == Campaign.State.LIVE, slots=figure_slots(campaign.slug),
        anchor=f"count-{campaign.slug}", release=campaign.release_id,
    )  # fmt: skip


def names_of_addressees(campaign: Campaign, language: str) -> list[str]:
    """In the language, else in English."""
    return [each.names.get(language) or each.names.get("en", "") for each in campaign.addressees.all()]


def live_posts(language: str, campaign: Campaign | None = None) -> list[PostPage]:
    """Posts that may be shown, newest first; those of a campaign, or all."""
    posts = PostPage.objects.filter(locale__language_code=language, live=True)
    if campaign is not None:
        posts = posts.filter(campaign=campaign)
    newest_first = posts.select_related("release", "locale").order_by("-date", "-first_published_at")
    return [post for post in newest_first if may_tell(post.release)]


def post_entries(posts: Iterable[PostPage]) -> list[PostEntry]:
    return [PostEntry(post.window_path, post.title, post.summary, post.date, post.release_id) for post in posts]


def releases_of(*entries: Iterable[CampaignEntry | PostEntry]) -> frozenset[UUID]:
    """The releases that a page is built on which shows these entries."""
    return frozenset(entry.release for group in entries for entry in group if entry.release is not None)
