"""Deleting pages with Wagtail's own buttons: nothing of it stays in the window, and the audit knows who did it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tocsin.core.models import AuditEntry
from tocsin.pages.actions import publish_page
from tocsin.pages.models import PostPage
from tocsin.pages.writing import post_page

from .site import Site, row

WORDS = ("They were heard", "In short.", "A first paragraph.")


@pytest.fixture
def post(site: Site) -> PostPage:
    draft = post_page("en", WORDS, campaign=None, release=None, translation_of=None)
    published = publish_page(actor=site.teo, page=draft)
    assert row(published.window_path) is not None
    return published


def deletions() -> list[tuple[str, str, bool]]:
    entries = AuditEntry.objects.filter(kind="pages.page_deleted").order_by("sequence")
    return [(entry.actor, entry.detail["path"], entry.detail["live"]) for entry in entries]


def test_the_button_is_audited(site: Site, post: PostPage) -> None:
    answer = site.desk().post(reverse("wagtailadmin_pages:delete", args=[post.pk]))
    assert answer.status_code == 302
    assert not PostPage.objects.filter(pk=post.pk).exists()
    assert row(post.window_path) is None
    assert deletions() == [("Teo Marchetti", post.window_path, True)]


def test_many_at_once_are_audited_too(site: Site, post: PostPage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    site.desk().post(f"{address}?id={post.pk}&next=/pages/")
    assert not PostPage.objects.filter(pk=post.pk).exists()
    assert deletions() == [("Teo Marchetti", post.window_path, True)]


def test_with_a_page_go_those_below_it(site: Site, post: PostPage) -> None:
    post.get_parent().specific.delete()
    assert not PostPage.objects.filter(pk=post.pk).exists()
    assert row(post.window_path) is None
    assert {path for _actor, path, _live in deletions()} == {post.window_path, "/en/blog/"}


def test_whoever_may_not_publish_deletes_nothing(site: Site, post: PostPage) -> None:
    answer = site.desk("mina").post(reverse("wagtailadmin_pages:delete", args=[post.pk]))
    assert answer.status_code in (302, 403, 404)
    assert PostPage.objects.filter(pk=post.pk).exists()
    assert row(post.window_path) is not None
