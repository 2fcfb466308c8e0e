"""Drafts of pages made from words that somebody gave an action; Wagtail's editor makes them too."""

from __future__ import annotations

import uuid

from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from tocsin.campaigns.models import Campaign
from tocsin.core.actions import Refused
from tocsin.disclosure.models import PublicRelease

from .models import BlogIndexPage, CampaignPage, HomePage, PostPage


def campaign_page(campaign: Campaign, language: str) -> CampaignPage:
    """The campaign's page in a language, as a draft where there is none."""
    page = CampaignPage.objects.filter(campaign=campaign, locale__language_code=language).first()
    if page is not None:
        return page
    words = campaign.texts.get(language=language)
    other = CampaignPage.objects.filter(campaign=campaign).first()
    page = CampaignPage(title=words.title, slug=campaign.slug, campaign=campaign, **_kin(other))
    return _added(_home(language), page)


def post_page(
    language: str,
    words: tuple[str, str, str],
    *,
    campaign: Campaign | None,
    release: PublicRelease | None,
    translation_of: PostPage | None,
) -> PostPage:
    """A draft of a post; ``words`` are title, summary and paragraphs parted by blank lines."""
    title, summary, text = words
    blog = BlogIndexPage.objects.filter(locale__language_code=language).first()
    if blog is None:
        raise _unfounded()
    slug = translation_of.slug if translation_of is not None else _free_slug(blog, slugify(title))
    body = [("paragraph", f"<p>{escape(part.strip())}</p>") for part in text.split("\n\n") if part.strip()]
    page = PostPage(
        title=title, slug=slug, summary=summary, body=body, campaign=campaign, release=release, **_kin(translation_of)
    )
    return _added(blog, page)


def _home(language: str) -> HomePage:
    home = HomePage.objects.filter(locale__language_code=language).first()
    if home is None:
        raise _unfounded()
    return home


def _unfounded() -> Refused:
    return Refused(_("The site has no pages in this language."), _("Found the site first."), "no_site")


def _kin(other: Page | None) -> dict[str, uuid.UUID]:
    return {} if other is None else {"translation_key": other.translation_key}


def _free_slug(parent: Page, wanted: str) -> str:
    """The slug, with a number where a sibling has it."""
    base = wanted[:60].strip("-") or "post"
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def _added(parent: Page, page: Page) -> Page:
    page.locale = Locale.objects.get(pk=parent.locale_id)
    parent.add_child(instance=page)
    page.save_revision()
    return page
