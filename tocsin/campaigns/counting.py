"""Counting behind the crowd: what changed since is journalled, and the figures are put into the window.

``count`` takes only what changed (``models.UNCOUNTED``, a small index), under an advisory lock; rows that a drain
holds at this moment are left for the next time. ``recount`` counts everything anew: both must agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tocsin.core.actions import Actor, Done, action

from . import journal, policy, window_figures
from .journal import Recount
from .models import UNCOUNTED, Campaign, Signature
from .tree.queries import tree_agrees


@dataclass(frozen=True)
class Counted:
    """By how much each campaign's count moved (campaign id -> change), and whose figures were put anew."""

    changes: Mapping[UUID, int]
    published: frozenset[UUID]


def count(*, actor: Actor) -> Counted:
    """Count what changed and publish what may be. Where nothing did, nothing is written. Raises NotPermitted.

    Cheap enough to be called every few seconds; a second caller waits for the first.
    """
    policy.may_count(actor)
    if not Signature.objects.filter(UNCOUNTED).exists() and not window_figures.due():
        return Counted({}, frozenset())
    return _count(actor=actor)


@action("campaigns.counted", policy=policy.may_count)
def _count(*, actor: Actor) -> Done[Counted]:
    journal.lock()
    changes, due = journal.add_changes(), window_figures.due()
    published = set()
    # Locked, so that a campaign that goes dark meanwhile has its figures taken away after, and not before, this.
    for campaign in Campaign.objects.select_for_update(no_key=True).filter(pk__in={*changes, *due}).order_by("pk"):
        campaign.signature_count += changes.get(campaign.pk, 0)
        campaign.save(update_fields=["signature_count"])
        if campaign.state in Campaign.PUBLIC:
            window_figures.publish(campaign)
            published.add(campaign.pk)
    counted = Counted(changes, frozenset(published))
    moved = {str(campaign): change for campaign, change in changes.items()}
    return Done(counted, subject="campaigns:all", detail={"changes": moved, "published": len(published)})


def recount(campaign: Campaign) -> Recount:
    """What was counted and what is there, as of now. Changes nothing."""
    return journal.compare(campaign)


@action("campaigns.recounted", policy=policy.may_count)
def recount_campaign(*, actor: Actor, campaign: Campaign) -> Done[Recount]:
    """Recount, and keep whether it agreed (``queries.disagreeing`` is what staff must look at). Mends nothing."""
    journal.lock()
    found, tree = recount(campaign), tree_agrees(campaign)
    agrees = found.agrees and tree
    Campaign.objects.filter(pk=campaign.pk).update(recounted_at=timezone.now(), recount_agrees=agrees)
    detail = {
        "counted": found.counted, "journal": found.journal, "confirmed": found.confirmed, "waiting": found.waiting,
        "agrees": agrees, "tree": tree,
    }  # fmt: skip
    return Done(found, subject=f"campaign:{campaign.pk}", detail=detail)
