"""The blobs of our answers: sealed to each reporter's receipt, and put into the window by who may publish.

A blob stands there for every report from the beginning, and all are alike. When one changes, others are sealed anew
with it, so that whoever compares two copies of the database cannot tell which of them was answered.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db.models import QuerySet

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.keyring import KeyExposed, KeyMissing
from tocsin.core.sealing import SealingError
from tocsin.front import receipts
from tocsin.front.chores import every_round

from . import contexts, policy, vault
from .models import Entry, Receipt
from .signals import answers_sealed

log = logging.getLogger("tocsin.intake")

COVER = 31
"""Blobs of others that are sealed anew with each that changes."""
BATCH = 100


@every_round("answers")
def tend() -> None:
    """Publish the blobs of reports that have come; where the guard cannot read just now, at a later round."""
    if not Receipt.objects.filter(stale=True).exists():
        return
    try:
        publish_stale(actor=system("letterbox"))
    except (Refused, KeyMissing, KeyExposed, SealingError) as fault:
        log.error("Receipts wait to be published (%s).", type(fault).__name__)


@action("intake.receipts_published", policy=policy.may_collect)
def publish_stale(*, actor: Actor) -> Done[int]:
    """Publish what is not in the window as it should be. Raises Refused (guard_unavailable)."""
    waiting = list(_locked(Receipt.objects.filter(stale=True)).order_by("pk")[:BATCH])
    publish(actor, waiting)
    return Done(len(waiting), subject="letterbox:reports", detail={"receipts": len(waiting)})


def publish(actor: Actor, changed: Sequence[Receipt]) -> None:
    """Put these blobs and some others into the window, in the caller's transaction. Raises Refused."""
    others = Receipt.objects.filter(stale=False).exclude(pk__in=[receipt.pk for receipt in changed])
    cover = [receipt for receipt in _locked(others).order_by("?")[:COVER] if vault.KEYS.holds(receipt.pk)]
    together = [*changed, *cover]
    blobs = {receipts.path_of(receipt.lookup): _blob(receipt) for receipt in together}
    answers_sealed.send(sender=Receipt, blobs=blobs, actor=actor)
    Receipt.objects.filter(pk__in=[receipt.pk for receipt in together]).update(stale=False)


def _locked(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Two that publish at once take turns about a blob, and neither waits for the other's cover."""
    return rows.select_for_update(skip_locked=True)


def _blob(receipt: Receipt) -> bytes:
    said = Entry.objects.filter(report_id=receipt.pk, kind=Entry.Kind.ANSWER).order_by("position", "at", "pk")
    answers = [
        receipts.Answer(entry.at.date(), vault.open_text(entry.report_id, contexts.entry(entry.pk), entry.sealed_text))
        for entry in said
    ]
    return receipts.seal_answers(bytes(receipt.public), answers)
