"""Putting rows that were set aside back into the letterbox, once what kept them from being handled is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from tocsin.core.actions import Actor, Done, action

from .drain import POISONED, WORKER, may_drain
from .models import Letterbox, LetterboxPoisoned, LetterboxTally


def may_put_back(actor: Actor) -> None:
    """The worker's drain: whoever may put rows into the letterbox could also put in signatures of nobody."""
    may_drain(actor, WORKER)


@action("front.poisoned_put_back", policy=may_put_back)
def put_back(*, actor: Actor, ids: Collection[UUID]) -> Done[int]:
    """Let these rows be drained once more, as they came; returns how many there were.

    Their figure 'poisoned' falls, so that each row goes on having one outcome.
    """
    rows = list(LetterboxPoisoned.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    Letterbox.objects.bulk_create(
        Letterbox(id=row.id, kind=row.kind, hour=row.hour, payload=row.payload) for row in rows
    )
    for (hour, kind), number in Counter((row.hour, row.kind) for row in rows).items():
        tally = LetterboxTally.objects.filter(hour=hour, kind=kind, outcome=POISONED)
        tally.update(rows=F("rows") - number)
    LetterboxPoisoned.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return Done(len(rows), subject="letterbox:poisoned", detail={"rows": len(rows)})
