"""Ending a release: taken back by one person, or by what follows from rules; called off before it was ever live."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.front import publishing

from . import policy, release_lock
from .gone import gone_bodies
from .models import Dossier, PublicRelease
from .signals import release_withdrawn, tell_each
from .withdrawn_words import seal_words

State = PublicRelease.State
Ending = Dossier.Ending


def withdraw_release(*, actor: Actor, release: PublicRelease) -> PublicRelease:
    """One caseworker of the case takes it back: everything built on it goes dark in this transaction."""
    return end_release(actor=actor, release=release, ending=Ending.PERSON)


@action("disclosure.release_withdrawn", policy=policy.may_end)
def end_release(*, actor: Actor, release: PublicRelease, ending: str) -> Done[PublicRelease]:
    """Whoever or whatever ends it, everything built on it goes dark in this transaction.

    What the rooms below do about it cannot stop it: should one of them fail, its pages stay dark and the audit says so.
    """
    release_lock.take(release.pk)
    release = lock(release, *PublicRelease.UNDER_WAY)
    _sign(actor, release, ending)
    release.state, release.withdrawn_at = State.WITHDRAWN, timezone.now()
    release.save(update_fields=["state", "withdrawn_at"])
    dark = publishing.darken(release_id=release.pk, status=release.gone_status, bodies=gone_bodies(release))
    failed = tell_each(release_withdrawn, sender=PublicRelease, release=release, actor=actor)
    sealed = seal_words(release)
    facts = {"darkened": len(dark), "rooms_failed": failed, "ending": str(ending), "sealed": sealed}
    return Done(release, subject=f"release:{release.pk}", detail=facts)


@action("disclosure.release_aborted", policy=policy.may_abort)
def abort_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """Call off a release that is not live yet. What was drafted on it stays a draft that cannot be published."""
    release = lock(release, State.PROPOSED, State.EMBARGOED)
    _sign(actor, release, Ending.PERSON)
    release.state, release.withdrawn_at = State.ABORTED, timezone.now()
    release.save(update_fields=["state", "withdrawn_at"])
    return Done(release, subject=f"release:{release.pk}", detail={"sealed": seal_words(release)})


def lock(release: PublicRelease, *states: str) -> PublicRelease:
    """The release as it stands now, locked. Raises Refused (withdrawn, not_proposed) in any other state."""
    locked = PublicRelease.objects.select_for_update().get(pk=release.pk)
    if locked.state in states:
        return locked
    if locked.state in (State.WITHDRAWN, State.ABORTED):
        raise Refused(_("This release has been withdrawn."), _("Propose a new one."), code="withdrawn")
    raise Refused(_("This release has been decided already."), _("Propose a new one."), code="not_proposed")


def _sign(actor: Actor, release: PublicRelease, ending: str) -> None:
    Dossier.objects.filter(release=release).update(withdrawn_by_id=actor.staff_id, ended_by=Ending(ending))
