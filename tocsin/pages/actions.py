"""The verbs of this room: publish, take back, write a campaign's pages and a post, moderate and collect comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Revision

from tocsin.accounts.actors import system
from tocsin.accounts.models import Staff
from tocsin.campaigns.models import Campaign
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.disclosure.models import PublicRelease
from tocsin.front.drain import BATCH, COMMENTS, drain_batch

from . import policy, window
from .models import CampaignPage, Comment, PostPage, WindowPage
from .writing import campaign_page, post_page

# (title, summary, paragraphs parted by blank lines)
PostWords: TypeAlias = tuple[str, str, str]


def publish_page(*, actor: Actor, page: WindowPage) -> WindowPage:
    """Publish the page's latest draft. Raises Refused, and then nothing has changed and nothing is in the window."""
    policy.may_publish(actor)
    revision = page.get_latest_revision() or page.save_revision(user=_staff(actor))
    revision.publish(user=_staff(actor), skip_permission_checks=True)
    return page.specific_class.objects.get(pk=page.pk)


def unpublish_page(*, actor: Actor, page: WindowPage) -> None:
    """Take the page out of the window; what went dark with a release stays dark."""
    policy.may_publish(actor)
    page.specific.unpublish(user=_staff(actor))


@action("pages.campaign_pages_written", policy=policy.may_publish)
def publish_campaign_pages(*, actor: Actor, campaign: Campaign) -> Done[dict[str, CampaignPage]]:
    """Write and publish the campaign's page in each language that it has words in. Raises Refused."""
    languages = campaign.texts.order_by("language").values_list("language", flat=True)
    pages = {language: campaign_page(campaign, language) for language in languages}
    published = {language: publish_page(actor=actor, page=page) for language, page in pages.items()}
    return Done(published, subject=f"campaign:{campaign.pk}", detail={"languages": sorted(published)})


@action("pages.post_written", policy=policy.may_publish)
def publish_post(
    *,
    actor: Actor,
    texts: Mapping[str, PostWords],
    campaign: Campaign | None = None,
    release: PublicRelease | None = None,
) -> Done[dict[str, PostPage]]:
    """Write a post in several languages, as translations of each other, and publish it. Raises Refused."""
    pages: dict[str, PostPage] = {}
    for language, words in texts.items():
        first = next(iter(pages.values()), None)
        pages[language] = post_page(language, words, campaign=campaign, release=release, translation_of=first)
    published = {language: publish_page(actor=actor, page=page) for language, page in pages.items()}
    pks = sorted(page.pk for page in published.values())
    return Done(published, subject=f"page:{pks[0]}", detail={"pages": pks})


@action("pages.comment_moderated", policy=policy.may_moderate)
def moderate_comment(*, actor: Actor, comment: Comment, approve: bool) -> Done[Comment]:
    """Let a comment appear below its post, or not. Raises Refused where it would bring a sealed name there."""
    kept = Comment.objects.select_for_update().get(pk=comment.pk)
    kept.state = Comment.State.APPROVED if approve else Comment.State.REJECTED
    kept.save(update_fields=["state"])
    if kept.post.live:
        window.show(kept.post)
    return Done(kept, subject=f"comment:{kept.pk}", detail={"state": kept.state})


def collect_comments(*, actor: Actor) -> int:
    """Take all comments out of the letterbox; they wait for moderation. Returns how many rows were taken."""
    policy.may_publish(actor)
    taken = 0
    while True:
        drained = drain_batch(actor=system("publishing"), box=COMMENTS)
        taken += drained.rows
        if drained.rows < BATCH:
            return taken


def publish_scheduled(*, actor: Actor) -> tuple[int, int]:
    """Publish what is due and unpublish what has expired: (published, refused).

    A refused page stays as it is, its schedule is taken off, and it is listed for attention: it must not go
    public by itself at some later moment.
    """
    policy.may_publish(actor)
    for kind in WindowPage.__subclasses__():
        for page in kind.objects.filter(live=True, expire_at__lt=timezone.now()):
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    went = [_publish_due(revision) for revision in due]
    return sum(went), len(went) - sum(went)


def _publish_due(revision: Revision) -> bool:
    page = revision.content_object
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except Refused as refusal:
        return _take_off(revision, page, refusal)
    except ValidationError as fault:  # its address was taken meanwhile, say
        return _take_off(revision, page, Refused(" ".join(fault.messages), code="invalid"))
    return True


def _take_off(revision: Revision, page: WindowPage, refusal: Refused) -> bool:
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    window.list_trouble(page, refusal)
    return False


def _staff(actor: Actor) -> Staff | None:
    return Staff.objects.get(pk=actor.staff_id) if actor.staff_id is not None else None
