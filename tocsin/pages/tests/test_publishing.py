"""Publishing through Wagtail's own edit view, by schedule and by code; and being refused in each way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from tocsin.accounts.actors import system
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure.models import Consent
from tocsin.disclosure.tests.world import HANGUL
from tocsin.pages.actions import publish_page, publish_scheduled, unpublish_page
from tocsin.pages.models import PostPage, Trouble
from tocsin.pages.turns import WINDOW_LOCK
from tocsin.pages.writing import campaign_page, post_page

from .site import SLUG, Site, page, row

WORDS = ("They were heard", "In short.", "A first paragraph.")


def draft(site: Site, **fields: object) -> PostPage:
    post = post_page("en", WORDS, campaign=None, release=fields.pop("release", None), translation_of=None)  # type: ignore[arg-type]
    for name, value in fields.items():
        setattr(post, name, value)
    post.save_revision()
    return post


def form(post: PostPage, **changed: str) -> dict[str, str]:
    """What the editor's form sends."""
    data = {
        "title": post.title, "slug": post.slug, "date": "2012-03-20", "summary": post.summary, "campaign": "",
        "release": str(post.release_id or ""), "body-count": "1", "body-0-deleted": "", "body-0-order": "0",
        "body-0-type": "heading", "body-0-value": "A heading", "seo_title": "", "search_description": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "", "action-publish": "action-publish",
    }  # fmt: skip
    return {**data, **changed}


def press(client: Client, post: PostPage, **changed: str) -> str:
    """Press 'Publish' in the editor; what is said then."""
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[post.pk]), form(post, **changed), follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def assert_nowhere(post: PostPage) -> None:
    fresh = PostPage.objects.get(pk=post.pk)
    assert not fresh.live
    assert fresh.live_revision is None
    assert row(post.window_path) is None


def test_the_button_publishes(site: Site) -> None:
    post = draft(site)
    said = press(site.desk(), post, title="Heard at last")
    assert "is published" in said
    assert "Heard at last" in page(post.window_path)
    assert "Heard at last" in page("/en/blog/")
    assert AuditEntry.objects.filter(kind="pages.page_published", subject=f"page:{post.pk}").exists()


def test_the_button_refuses_what_nobody_approved(site: Site) -> None:
    site.consent()
    post = draft(site, release=site.proposal())
    said = press(site.desk(), post)
    assert "Have a second person approve it first." in said
    assert_nowhere(post)


def test_the_button_refuses_what_lost_its_consent(site: Site) -> None:
    post = draft(site, release=site.first)
    Consent.objects.update(withdrawn_at=timezone.now())
    said = press(site.desk(), post)
    assert "rest on no current consent" in said
    assert_nowhere(post)


def test_the_button_refuses_a_sealed_name(site: Site) -> None:
    post = draft(site)
    said = press(site.desk(), post, title=f"For {HANGUL}")
    assert "Something that is sealed stands in the title" in said
    assert HANGUL not in said
    assert_nowhere(post)
    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().title == f"For {HANGUL}"


def test_a_refusal_leaves_the_live_page_as_it_was(site: Site) -> None:
    post = publish_page(actor=site.teo, page=draft(site))
    before = page(post.window_path)
    press(site.desk(), post, title=f"For {HANGUL}")
    fresh = PostPage.objects.get(pk=post.pk)
    assert fresh.live
    assert fresh.title == WORDS[0]
    assert page(post.window_path) == before


def test_the_outsider_publishes_nothing(site: Site) -> None:
    post = draft(site)
    with pytest.raises(NotPermitted):
        publish_page(actor=site.jonas, page=post)
    answer = site.desk("jonas").post(reverse("wagtailadmin_pages:edit", args=[post.pk]), form(post))
    assert answer.status_code in (302, 403, 404)
    assert_nowhere(post)


def test_a_draft_is_nowhere_and_old_revisions_never_come(site: Site) -> None:
    post = publish_page(actor=site.teo, page=draft(site))
    post.title = "Not yet"
    post.save_revision()
    publish_page(actor=site.teo, page=draft(site))  # renders the lists anew
    assert "Not yet" not in page(post.window_path) + page("/en/blog/") + page("/en/")


def test_the_schedule_publishes_what_is_due(site: Site) -> None:
    post = _scheduled(site, draft(site))
    assert row(post.window_path) is None
    _make_due(post)
    call_command("publish_scheduled")
    assert WORDS[0] in page(post.window_path)


def test_a_refused_schedule_stays_unpublished_and_is_listed(site: Site) -> None:
    bad, good = _scheduled(site, draft(site, title=f"For {HANGUL}")), _scheduled(site, draft(site))
    _make_due(bad)
    _make_due(good)
    assert publish_scheduled(actor=system("publishing")) == (1, 1)
    assert_nowhere(bad)
    assert Trouble.objects.get().page_id == bad.pk
    assert Trouble.objects.get().code == "sealed_name"
    assert publish_scheduled(actor=system("publishing")) == (0, 0)


def test_an_expired_page_goes(site: Site) -> None:
    post = publish_page(actor=site.teo, page=draft(site))
    PostPage.objects.filter(pk=post.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
    publish_scheduled(actor=system("publishing"))
    assert row(post.window_path) is None


def test_unpublishing_by_code_and_by_button(site: Site) -> None:
    for away in (lambda post: unpublish_page(actor=site.teo, page=post), lambda post: _press_unpublish(site, post)):
        post = publish_page(actor=site.teo, page=draft(site))
        away(post)
        assert row(post.window_path) is None
        assert post.title not in page("/en/blog/")


def test_a_new_slug_moves_the_page_and_its_old_address_goes(site: Site) -> None:
    post = publish_page(actor=site.teo, page=draft(site))
    old = post.window_path
    press(site.desk(), post, slug="heard")
    assert row(old) is None
    assert page("/en/blog/heard/")
    press(site.desk(), post, slug="들렸다")
    assert row("/en/blog/들렸다/") is None
    assert page("/en/blog/heard/")


def test_a_deleted_page_goes(site: Site) -> None:
    post = publish_page(actor=site.teo, page=draft(site))
    post.delete()
    assert row(post.window_path) is None


def test_a_campaign_that_is_not_live_has_no_page(site: Site) -> None:
    with pytest.raises(Refused) as refusal:
        publish_page(actor=site.teo, page=campaign_page(site.draft(), "en"))
    assert refusal.value.code == "not_live"
    assert row(f"/en/campaigns/{SLUG}/") is None


def test_pages_are_added_by_the_create_view(site: Site) -> None:
    blog = site.homes["en"].get_children().get(slug="blog")
    url = reverse("wagtailadmin_pages:add", args=["pages", "postpage", blog.pk])
    blank = PostPage(title=f"For {HANGUL}", slug="fresh")
    site.desk().post(url, form(blank))
    made = PostPage.objects.get(slug="fresh")
    assert_nowhere(made)


def _press_unpublish(site: Site, post: PostPage) -> None:
    site.desk().post(reverse("wagtailadmin_pages:unpublish", args=[post.pk]))


def _scheduled(site: Site, post: PostPage) -> PostPage:
    post.go_live_at = timezone.now() + dt.timedelta(days=1)
    post.save_revision()
    publish_page(actor=site.teo, page=post)
    return post


def _make_due(post: PostPage) -> None:
    revision = PostPage.objects.get(pk=post.pk).get_latest_revision()
    past = timezone.now() - dt.timedelta(minutes=1)
    content = {**revision.content, "go_live_at": past.isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)


def test_wagtails_own_action_alone_publishes_nothing(site: Site) -> None:
    """What its API calls is in no transaction, so it must not even begin."""
    post = draft(site)
    with pytest.raises(ValidationError):
        PublishPageRevisionAction(post.get_latest_revision(), user=site.staff["teo"]).execute()
    assert_nowhere(post)
    post.live = True
    with pytest.raises(ValidationError):
        post.save()


def test_a_workflow_that_ends_in_a_refusal_says_so(site: Site) -> None:
    post = draft(site, title=f"For {HANGUL}")
    group, task = Group.objects.get(name="Tocsin: campaigners"), GroupApprovalTask.objects.create(name="Second look")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Second look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(post, site.staff["teo"])
    sent = {"action-publish": "", "action-workflow-action": "true", "workflow-action-name": "approve"}
    said = press(site.desk(), post, title=f"For {HANGUL}", **sent)
    assert "Something that is sealed" in said
    assert_nowhere(post)


def test_the_preview_is_the_page_itself(site: Site) -> None:
    post = draft(site, release=site.first)
    client, url = site.desk(), reverse("wagtailadmin_pages:preview_on_edit", args=[post.pk])
    assert client.post(url, form(post)).json()["is_valid"]
    shown = client.get(url).content.decode()
    assert WORDS[0] in shown
    assert "%%" not in shown
    assert "/static/pages/tocsin.css" in shown


def test_whoever_publishes_waits_for_the_turn_before_the_page_is_changed(site: Site) -> None:
    """A withdrawal has the turn when it unpublishes: it would wait for the page's row, and its holder for the turn."""
    post = draft(site)
    for act in (publish_page, unpublish_page):
        with CaptureQueriesContext(connection) as asked:
            act(actor=site.teo, page=post)
        said = [query["sql"] for query in asked.captured_queries]
        turn = next(at for at, sql in enumerate(said) if f"pg_advisory_xact_lock({WINDOW_LOCK})" in sql)
        changed = next(at for at, sql in enumerate(said) if sql.startswith('UPDATE "wagtailcore_page"'))
        assert turn < changed, act.__name__
        post.refresh_from_db()


def test_a_scheduled_page_that_cannot_be_saved_is_listed_and_holds_up_no_other(site: Site) -> None:
    """Another page has taken its address meanwhile."""
    late, good, other = _scheduled(site, draft(site)), _scheduled(site, draft(site)), draft(site)
    PostPage.objects.filter(pk=late.pk).update(slug="elsewhere")
    PostPage.objects.filter(pk=other.pk).update(slug=late.slug)
    _make_due(late)
    _make_due(good)
    assert publish_scheduled(actor=system("publishing")) == (1, 1)
    assert not PostPage.objects.get(pk=late.pk).live
    assert (Trouble.objects.get().page_id, Trouble.objects.get().code) == (late.pk, "invalid")
    assert publish_scheduled(actor=system("publishing")) == (0, 0)
