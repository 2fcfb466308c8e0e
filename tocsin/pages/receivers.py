"""What makes pages change: Wagtail's own announcements, and those of the rooms above."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.log_actions import get_active_log_context

from tocsin.campaigns.models import Campaign
from tocsin.disclosure.models import PublicRelease

from . import gone, window
from .models import BlogIndexPage, CampaignPage, HomePage, PostPage, WindowPage
from .publishing import publisher
from .removing import forget_page
from .turns import take_turns


def page_published(sender: type, instance: Any, **_kwargs: Any) -> None:
    """The page into the window, then all pages that tell of it. A page that is only scheduled is not live yet."""
    if isinstance(instance, WindowPage) and instance.live:
        window.show(instance)
        renew_around(instance)


def page_unpublished(sender: type, instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, WindowPage):
        window.take_out(instance)
        renew_around(instance)


def page_deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Also of the pages below the one that somebody deletes, and of many at once; Wagtail knows who does it."""
    if isinstance(instance, WindowPage):
        forget_page(actor=publisher(get_active_log_context().user), page=instance)


def page_moved(sender: type, instance: Any, **_kwargs: Any) -> None:
    for page in instance.specific.get_descendants(inclusive=True).live().specific():
        if isinstance(page, WindowPage):
            window.renew(page)


def campaign_changed(sender: Any, campaign: Campaign, **_kwargs: Any) -> None:
    """Also when something was delivered, or an outcome recorded."""
    for page in CampaignPage.objects.filter(campaign=campaign, live=True):
        window.renew(page)
        renew_around(page)


def release_approved(sender: Any, release: PublicRelease, **_kwargs: Any) -> None:
    """Nothing shows it yet; but should it be withdrawn, the family's words stand ready."""
    gone.prepare(release)


def release_withdrawn(sender: Any, release: PublicRelease, **_kwargs: Any) -> None:
    """What cannot stand without it is unpublished and stays dark; all else is rendered without it."""
    take_turns()
    for page in window.pages_built_on(release):
        if type(page).objects.filter(pk=page.pk, live=True).exists():  # an earlier one may have taken it along
            window.renew(page)


def release_superseded(sender: Any, release: PublicRelease, older: PublicRelease, **_kwargs: Any) -> None:
    """Posts on the older version move to the corrected one: live ones at once, in drafts as well."""
    take_turns()
    for page in PostPage.objects.filter(release=older):
        PostPage.objects.filter(pk=page.pk).update(release=release)
        for revision in page.revisions.filter(content__release=str(older.pk)):
            revision.content["release"] = str(release.pk)
            revision.save(update_fields=["content"])
        page.refresh_from_db()
        if page.live:
            window.renew(page)
            renew_around(page)


def renew_around(page: WindowPage) -> None:
    """Render anew what tells of a page: its translations, and the lists and campaign pages of its language."""
    for other in type(page).objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk):
        window.renew(other)
    if isinstance(page, CampaignPage | PostPage):
        for other in _telling_of(page):
            window.renew(other)


def _telling_of(page: CampaignPage | PostPage) -> list[WindowPage]:
    here = Q(locale_id=page.locale_id, live=True)
    pages: list[WindowPage] = [*HomePage.objects.filter(here)]
    if isinstance(page, PostPage):
        pages += BlogIndexPage.objects.filter(here)
        pages += CampaignPage.objects.filter(here, campaign__isnull=False, campaign=page.campaign_id)
    else:
        pages += PostPage.objects.filter(here, campaign=page.campaign_id)
    return pages
