"""Letters that must not leave any more: their release was withdrawn, or the guard has learnt a name that is in them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.front.publishing import current_guard_version

from .models import Envelope, Letter, RenderedLetter
from .outcomes import stop_envelopes
from .policy import may_mail
from .rendering import examine_anew


@action("mailings.letters_withdrawn", policy=may_mail)
def stop_letters_of(*, actor: Actor, release_id: UUID) -> Done[int]:
    """Stop every letter that rests on a release, automatic ones included, and whoever waits for one.

    A finished letter of which nothing can leave any more stays what it is.
    """
    waiting = Envelope.objects.filter(letter=OuterRef("pk"), state__in=["waiting", "deferred"])
    over = Q(state=Letter.State.STOPPED) | (Q(state=Letter.State.FINISHED) & ~Exists(waiting))
    letters = Letter.objects.select_for_update(of=("self",)).filter(release=release_id).exclude(over)
    stopped = _stop([letter.pk for letter in letters.order_by("pk")])
    return Done(stopped, subject=f"release:{release_id}", detail={"stopped": stopped})


@action("mailings.letters_examined", policy=may_mail)
def examine_queued(*, actor: Actor, version: int) -> Done[int]:
    """Have the guard read again what may still leave and was read with another index; stop what holds a name.

    Raises Refused (guard_unavailable), and then nothing is changed.
    """
    letters = list(_unread(version).select_for_update(of=("self",)).order_by("pk"))
    dirty = [letter.pk for letter in letters if not _passes(letter)]
    _stop(dirty)
    detail = {"version": version, "examined": len(letters), "stopped": [str(pk) for pk in dirty]}
    return Done(len(dirty), subject=f"guard:{version}", detail=detail)


def settle() -> None:
    """After a commit: examine what was rendered while the guard was learning a name. Usually there is nothing."""
    version = current_guard_version()
    if _unread(version).exists():
        examine_queued(actor=system("mailing"), version=version)


def _unread(version: int) -> QuerySet[Letter]:
    stale = RenderedLetter.objects.filter(letter=OuterRef("pk")).exclude(guard_version=version)
    return Letter.objects.filter(Exists(stale), state__in=[Letter.State.READY, Letter.State.PAUSED, *Letter.OPEN])


def _passes(letter: Letter) -> bool:
    try:
        for rendered in letter.rendered.all():
            examine_anew(rendered)
    except Refused as refusal:
        if refusal.code != "sealed_name":
            raise
        return False
    return True


def _stop(letter_ids: list[UUID]) -> int:
    Letter.objects.filter(pk__in=letter_ids).update(state=Letter.State.STOPPED, ended_at=timezone.now())
    return stop_envelopes(letter_ids)
