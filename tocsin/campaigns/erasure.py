"""When a person is erased, what they signed loses all that could still act: the bare count stays."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from tocsin.supporters.hours import this_hour

from .models import Signature

State = Signature.State


def close_signatures(sender: object, contact_ids: Collection[UUID], **_more: Any) -> None:
    """A confirmed signature goes on counting (nobody can say whose it was); a pending one never will.

    Without its box no entry of the tree leads back to anybody.
    """
    hour, rows = this_hour(), Signature.objects.filter(contact__in=contact_ids)
    rows.filter(state=State.PENDING).update(state=State.WITHDRAWN, withdrawn_at=hour)
    rows.update(sealed_leaf=None)
    rows.filter(updates_ended_at__isnull=True).update(updates_ended_at=hour)
