"""What the desk's chores do with cases by themselves, again and again; each round does little or nothing."""

from __future__ import annotations

from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, Done, action

from . import access_policy, destroying
from .models.access import CaseExport


@action("cases.exports_expired", policy=access_policy.may_tidy)
def clear_expired_exports(*, actor: Actor) -> Done[int]:
    """Take away the files of exports whose time is over; returns how many there were."""
    over = CaseExport.objects.filter(sealed_body__isnull=False, expires_at__lte=timezone.now())
    cleared = over.update(sealed_body=None)
    return Done(cleared, subject="cases:", detail={"files": cleared})


def tidy() -> None:
    """One round."""
    actor = system("retention")
    if CaseExport.objects.filter(sealed_body__isnull=False, expires_at__lte=timezone.now()).exists():
        clear_expired_exports(actor=actor)
    destroying.finish_begun(actor=actor)
    destroying.carry_out_due(actor=actor)
