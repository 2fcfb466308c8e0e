"""The blog: its list, its feed, and each post with its comments."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from tocsin.disclosure.queries import require_publishable
from tocsin.pages import forms
from tocsin.pages.listing import CampaignEntry, live_campaigns, live_posts, paths_of, post_entries, releases_of
from tocsin.pages.models import BlogIndexPage, Comment, PostPage
from tocsin.pages.outputs import ATOM, Output, renders
from tocsin.pages.parts import parts_of
from tocsin.pages.rendering import frame, render

from .feed import FEED_ENTRIES, write_feed


@renders("BlogIndexPage")
def render_blog(page: BlogIndexPage) -> Iterator[Output]:
    language = page.language
    posts = live_posts(language)
    entries = post_entries(posts)
    shown = frame(language, paths_of(page))
    body = render("blog.html", shown, title=page.title, posts=entries)
    yield Output(path=page.window_path, language=language, body=body, releases=releases_of(entries))
    newest = posts[:FEED_ENTRIES]
    yield Output(
        path=f"{page.window_path}feed.xml", language=language, body=write_feed(page, newest), content_type=ATOM,
        releases=releases_of(post_entries(newest)),
    )  # fmt: skip


@renders("PostPage")
def render_post(page: PostPage) -> Iterator[Output]:
    """Raises Refused where the post's release may not be published."""
    if page.release is not None:
        require_publishable(page.release)
    language = page.language
    with translation.override(language):
        campaign = _campaign_of(page)
        releases = frozenset({page.release_id} if page.release_id else ())
        parts, pictures = parts_of(page.body, page.window_path, releases)
        body = render(
            "post.html", frame(language, paths_of(page)), title=page.title, summary=page.summary, date=page.date,
            description=page.summary, parts=parts, campaign=campaign, comments=_comments(page),
        )  # fmt: skip
    if campaign is not None:
        releases |= {campaign.release}
    yield Output(
        path=page.window_path, language=language, body=body, slots=True, releases=releases,
        messages=forms.messages(language, forms.COMMENT),
    )  # fmt: skip
    yield from pictures


def _campaign_of(page: PostPage) -> CampaignEntry | None:
    """The post's campaign where it may be shown itself."""
    if page.campaign_id is None:
        return None
    path = f"/{page.language}/campaigns/{page.campaign.slug}/"
    return next((entry for entry in live_campaigns(page.language) if entry.path == path), None)


def _comments(page: PostPage) -> list[Comment]:
    return list(page.reader_comments.filter(state=Comment.State.APPROVED)) if page.pk else []
