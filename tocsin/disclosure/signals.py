"""What disclosure announces to the rooms below, within the transaction of the action."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.dispatch import Signal

logger = logging.getLogger(__name__)

# Keywords ``release``, ``actor``: two people have let its words go, though perhaps not before an hour.
release_approved = Signal()
# The same: from now on it may be published.
release_live = Signal()
# The same; what the window shows of it is dark already. Connect by ``hear_withdrawal``.
release_withdrawn = Signal()
# Keywords ``release`` (the corrected version, live), ``older`` (about to go dark), ``actor``. Connect by
# ``hear_correction``: what stands on the older one moves over.
release_superseded = Signal()
# Keywords ``version``, ``actor``. The guard has learnt names: what waits to be sent must be examined once more.
guard_changed = Signal()


def hear_withdrawal(receiver: Callable[..., None]) -> None:
    """Connect a receiver of ``release_withdrawn`` that stands alone: should it fail, only its own work is undone."""
    _hear(release_withdrawn, receiver)


def hear_correction(receiver: Callable[..., None]) -> None:
    """The same for ``release_superseded``: what fails to move over goes dark with the older version."""
    _hear(release_superseded, receiver)


def _hear(signal: Signal, receiver: Callable[..., None]) -> None:
    @functools.wraps(receiver)
    def alone(**named: Any) -> None:
        with transaction.atomic():
            receiver(**named)

    signal.connect(alone, weak=False, dispatch_uid=f"{receiver.__module__}.{receiver.__qualname__}")


def tell_each(signal: Signal, **named: Any) -> list[str]:
    """Announce to each room by itself; returns those that failed, whose own work was undone."""
    answers = signal.send_robust(**named)
    failed = [(receiver.__module__, answer) for receiver, answer in answers if isinstance(answer, Exception)]
    for room, error in failed:
        # Its kind alone: what an exception says is not for the log.
        logger.error("After a change of a release %s failed: %s.", room, type(error).__name__)
    return sorted(room for room, _error in failed)
