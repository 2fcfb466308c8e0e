"""Carrying out what two people decided. The key's file goes between two transactions, so that a fault in between leaves
a case that nobody sees, and that is finished at the next round; never one that looks destroyed and is not."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tocsin.core.actions import Actor, Refused

from . import retention
from .destruction_actions import begin_destruction, finish_destruction
from .models.access import Destruction


def carry_out(*, actor: Actor, destruction: Destruction) -> Destruction:
    """Destroy the case. Raises Refused as ``begin_destruction`` does; then nothing has changed."""
    begun = begin_destruction(actor=actor, destruction=destruction)
    return finish_destruction(actor=actor, destruction=begun)


def finish_begun(*, actor: Actor) -> int:
    """Finish whatever was interrupted; returns how many there were."""
    waiting = list(Destruction.objects.filter(begun_at__isnull=False, done_at__isnull=True))
    for destruction in waiting:
        finish_destruction(actor=actor, destruction=destruction)
    return len(waiting)


def carry_out_due(*, actor: Actor, today: dt.date | None = None) -> tuple[int, int]:
    """Carry out those whose day has come; (how many, how many were refused, which their people see on the desk)."""
    done = refused = 0
    for destruction in retention.destructions_due(today or timezone.localdate()):
        try:
            carry_out(actor=actor, destruction=destruction)
        except Refused:
            refused += 1
        else:
            done += 1
    return done, refused
