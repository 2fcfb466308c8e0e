"""Queueing the worker's jobs, in the transaction that makes them needed. Their arguments are opaque ids."""

from __future__ import annotations

import contextlib
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

CONFIRMATIONS = "confirmations"
LETTERS = "letters"
UPKEEP = "upkeep"
FREEZE = "mailings.freeze_letter"
SLICE = "mailings.send_slice"


def want_freeze(letter_id: UUID) -> None:
    """Have a letter's audience frozen, unless that is queued already."""
    _want(FREEZE, LETTERS, letter_id)


def want_slice(letter_id: UUID, *, automatic: bool) -> None:
    """Have a letter's due envelopes sent; automatic ones go before all broadcasts, on a queue of their own."""
    _want(SLICE, CONFIRMATIONS if automatic else LETTERS, letter_id)


def _want(task: str, queue: str, letter_id: UUID) -> None:
    job = app.configure_task(task, queue=queue, queueing_lock=f"{task}:{letter_id}")
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(letter_id=str(letter_id))
