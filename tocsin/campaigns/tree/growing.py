"""Growing a campaign's tree: behind the crowd, in batches that name nobody, each under a signed checkpoint.

A checkpoint covers at least FEWEST new entries, or a day: whoever watches the list cannot tell which entry came of
whose click. For the same reason a batch is shuffled. One grows at a time (the tree's row is locked, its first making by
an advisory lock); signatures that a drain holds at this moment are left for the next time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec.structs import replace

from tocsin.campaigns import policy
from tocsin.campaigns.models import NOT_AS_IN_TREE, Campaign, Signature
from tocsin.campaigns.tree_models import OwedWithdrawal
from tocsin.core.actions import Actor, Done, action
from tocsin.supporters.setwise import update_rows

from . import boxes, entries, window
from .entries import Kind
from .keeping import Grown, open_tree
from .signers import signers_of

FEWEST = 20
LONGEST = timedelta(days=1)
# Under a crowd a new checkpoint every second would be bytes that nobody reads.
SPACING = timedelta(seconds=30)
MOST = 4000
# Any constant: whoever grows a tree holds it.
TREE_LOCK = 0x74726565

State = Signature.State
_TAKEN_BACK = {State.WITHDRAWN: Kind.WITHDRAWAL}


@dataclass(frozen=True)
class _Change:
    """An entry to come, and the signature that it comes of (None: owed)."""

    entry: bytes
    signature: Signature | None = None
    box: boxes.Box | None = None


def due(now: datetime) -> list[UUID]:
    """The campaigns whose trees must grow."""
    waiting = Signature.objects.filter(NOT_AS_IN_TREE).values("campaign", "campaign__tree__issued_at")
    found = waiting.annotate(entries=Count("pk"), oldest=Min(Coalesce("withdrawn_at", "confirmed_at")))
    owed = dict(OwedWithdrawal.objects.values_list("campaign").annotate(Count("pk")))
    campaigns = [
        row["campaign"] for row in found
        if _is_due(row["entries"] + owed.get(row["campaign"], 0), row["oldest"], row["campaign__tree__issued_at"], now)
    ]  # fmt: skip
    old = OwedWithdrawal.objects.filter(since__lt=now - LONGEST).values_list("campaign", flat=True)
    return sorted({*campaigns, *old})


def _is_due(waiting: int, oldest: datetime, issued: datetime | None, now: datetime) -> bool:
    if oldest < now - LONGEST:
        return True
    return waiting >= FEWEST and (issued is None or issued < now - SPACING)


def grow(*, actor: Actor) -> int:
    """Grow every tree that is due; returns by how many entries. Where none is, nothing is written. Raises NotPermitted.

    Cheap enough to be called every few seconds.
    """
    policy.may_count(actor)
    campaigns = Campaign.objects.filter(pk__in=due(timezone.now())).order_by("pk")
    return sum(grow_tree(actor=actor, campaign=campaign) for campaign in campaigns)


@action("campaigns.tree_grown", policy=policy.may_count)
def grow_tree(*, actor: Actor, campaign: Campaign) -> Done[int]:
    """Put all that waits (MOST at a time) into a campaign's tree, and publish it; returns how many entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [TREE_LOCK, str(campaign.pk)])
    # Locked, so that a campaign that goes dark meanwhile has its tree taken away after, and not before, this.
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    waiting = list(
        Signature.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(NOT_AS_IN_TREE, campaign=campaign)
        .order_by("pk")[:MOST]
    )
    owed = list(OwedWithdrawal.objects.select_for_update(skip_locked=True).filter(campaign=campaign)[:MOST])
    changes = [*_changes(waiting), *(_Change(entries.change(Kind.WITHDRAWAL)) for _owed in owed)]
    random.SystemRandom().shuffle(changes)
    tree, grown = open_tree(campaign), Grown([], {})
    if changes:
        first = tree.size
        grown = tree.append([change.entry for change in changes])
        _mark(changes, first)
        OwedWithdrawal.objects.filter(pk__in=[row.pk for row in owed]).delete()
        window.publish(campaign, tree, grown)
    facts = {"entries": len(changes), "size": tree.size, "root": tree.root.hex()}
    return Done(len(changes), subject=f"campaign:{campaign.pk}", detail=facts)


def _changes(waiting: Sequence[Signature]) -> list[_Change]:
    signers = signers_of([row for row in waiting if row.state == State.CONFIRMED])
    return [_change(row, signers.get(row.pk)) for row in waiting]


def _change(row: Signature, signer: entries.Signer | None) -> _Change:
    if row.state != State.CONFIRMED:
        return _Change(entries.change(_TAKEN_BACK.get(State(row.state), Kind.SET_ASIDE)), row)
    if row.sealed_leaf is None or signer is None:
        return _Change(entries.nobodys_signature(), row)
    box = boxes.open_box(row.pk, row.sealed_leaf)
    if box.index is not None:
        return _Change(entries.change(Kind.REINSTATED), row)
    return _Change(entries.signature(box.salt, box.blind, signer), row, boxes.of_signer(box, signer))


def _mark(changes: Sequence[_Change], first: int) -> None:
    """Each signature learns whether it stands in the tree, and its box where."""
    rows = []
    for index, change in enumerate(changes, first):
        if change.signature is None:
            continue
        row = change.signature
        row.in_tree = row.state == State.CONFIRMED
        if change.box is not None:
            row.sealed_leaf = boxes.seal(row.pk, replace(change.box, index=index))
        rows.append(row)
    update_rows(rows, ["in_tree", "sealed_leaf"])
