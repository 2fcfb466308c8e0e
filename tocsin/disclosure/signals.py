"""What disclosure announces to the rooms below, within the transaction of the action."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.dispatch import Signal

# Keywords ``release``, ``actor``.
release_approved = Signal()
# The same; what the window shows of it is dark already. Connect by ``hear_withdrawal``.
release_withdrawn = Signal()
# Keywords ``version``, ``actor``. The guard has learnt names: what waits to be sent must be examined once more.
guard_changed = Signal()


def hear_withdrawal(receiver: Callable[..., None]) -> None:
    """Connect a receiver of ``release_withdrawn`` that stands alone: should it fail, only its own work is undone."""

    @functools.wraps(receiver)
    def alone(**named: Any) -> None:
        with transaction.atomic():
            receiver(**named)

    release_withdrawn.connect(alone, weak=False, dispatch_uid=f"{receiver.__module__}.{receiver.__qualname__}")
