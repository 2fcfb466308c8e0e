"""The first page of a language, and the list of its campaigns; and plain texts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.pages.listing import live_campaigns, live_posts, paths_of, post_entries, releases_of
from tocsin.pages.models import HomePage, TextPage
from tocsin.pages.outputs import Output, renders
from tocsin.pages.parts import parts_of
from tocsin.pages.rendering import everywhere, frame, render

LATEST = 5


@renders("HomePage")
def render_home(page: HomePage) -> Iterator[Output]:
    language = page.language
    campaigns = live_campaigns(language)
    posts = post_entries(live_posts(language)[:LATEST])
    body = render(
        "home.html", frame(language, paths_of(page)), title=page.title, intro=page.intro, description=page.intro,
        campaigns=campaigns, posts=posts,
    )  # fmt: skip
    yield Output(
        path=page.window_path, language=language, body=body, slots=True, releases=releases_of(campaigns, posts)
    )
    with translation.override(language):
        title = _("Appeals")
    listed = frame(language, everywhere("campaigns/"))
    yield Output(
        path=listed.path, language=language, slots=True, releases=releases_of(campaigns),
        body=render("campaigns.html", listed, title=title, campaigns=campaigns),
    )  # fmt: skip


@renders("TextPage")
def render_text(page: TextPage) -> Iterator[Output]:
    parts, pictures = parts_of(page.body, page.window_path, frozenset())
    body = render("text.html", frame(page.language, paths_of(page)), title=page.title, parts=parts)
    yield Output(path=page.window_path, language=page.language, body=body)
    yield from pictures
