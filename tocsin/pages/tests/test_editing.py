"""The editor of a post offers releases that may be told to the public, and does not tell that there are others."""

from __future__ import annotations

from django.urls import reverse

from tocsin.disclosure.actions import withdraw_release
from tocsin.disclosure.models import PublicRelease
from tocsin.pages.models import PostPage
from tocsin.pages.writing import post_page

from .site import Site

WORDS = ("They were heard", "In short.", "A first paragraph.")


def offered(site: Site, post: PostPage) -> list[tuple[str, str]]:
    answer = site.desk().get(reverse("wagtailadmin_pages:edit", args=[post.pk]))
    choices = answer.context["form"].fields["release"].choices
    return [(str(getattr(value, "value", value)), label) for value, label in choices if value]


def draft(release: PublicRelease | None = None) -> PostPage:
    return post_page("en", WORDS, campaign=None, release=release, translation_of=None)


def test_a_proposal_is_not_even_listed(site: Site) -> None:
    first, waiting = site.first, site.proposal()
    choices = dict(offered(site, draft()))
    assert list(choices) == [str(first.pk)]
    assert str(waiting.pk) not in choices
    assert str(first.pk) not in choices[str(first.pk)]  # by its words


def test_it_cannot_be_chosen_by_its_id_either(site: Site) -> None:
    assert site.first
    waiting, post = site.proposal(), draft()
    typed = {"title": post.title, "slug": post.slug, "release": str(waiting.pk), "body-count": "0"}
    form = PostPage.get_edit_handler().get_form_class()(typed, instance=post)
    assert "release" in form.errors


def test_a_draft_keeps_its_withdrawn_release(site: Site) -> None:
    first = site.first
    post = draft(first)
    withdraw_release(actor=site.mina, release=first)
    assert [value for value, _words in offered(site, post)] == [str(first.pk)]
    assert offered(site, draft()) == []


def test_a_new_post_is_offered_them_too(site: Site) -> None:
    first, blog = site.first, draft().get_parent()
    answer = site.desk().get(reverse("wagtailadmin_pages:add", args=["pages", "postpage", blog.pk]))
    assert answer.status_code == 200
    assert answer.context["form"].fields["release"].queryset.get() == first


def test_a_korean_title_needs_no_address(site: Site) -> None:
    blog = draft().get_parent().specific
    typed = {"title": "강가의 네 사람", "slug": "--", "date": "2012-03-09", "body-count": "0"}
    new = PostPage(locale=blog.locale)
    form = PostPage.get_edit_handler().get_form_class()(typed, instance=new, parent_page=blog)
    assert "slug" not in form.errors
    assert form.cleaned_data["slug"].startswith("20")


def test_an_editor_may_begin_the_other_language_from_a_post(site: Site) -> None:
    post = draft()
    there = reverse("simple_translation:submit_page_translation", args=[post.pk])
    assert site.desk().get(there).status_code == 200
