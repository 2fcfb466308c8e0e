"""Deciding on a release, and taking it back."""

from __future__ import annotations

import logging

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.front import publishing

from . import guard, policy, release_lock
from .bases import lines_without_basis, no_consent
from .gone import gone_bodies
from .models import Dossier, PublicRelease, Statement
from .signals import release_approved, release_withdrawn

logger = logging.getLogger(__name__)
State = PublicRelease.State
WITHDRAWABLE = frozenset({State.PROPOSED, State.APPROVED})


@action("disclosure.release_approved", policy=policy.may_decide)
def approve_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """The second person lets the words go to their audience. Raises Refused: no_consent, sealed_name, ..."""
    release = _lock(release, State.PROPOSED)
    if missing := lines_without_basis(release.pk):
        raise no_consent(missing)
    guard.pass_words(
        Statement.objects.filter(release=release).order_by("position").values_list("language", "position", "text")
    )
    _decide(actor, release)
    release.state, release.approved_at = State.APPROVED, timezone.now()
    release.save(update_fields=["state", "approved_at"])
    release_approved.send(sender=PublicRelease, release=release, actor=actor)
    return Done(release, subject=f"release:{release.pk}", detail={"sha256": bytes(release.sha256).hex()})


@action("disclosure.release_refused", policy=policy.may_decide)
def refuse_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """The second person does not let the words go; a better proposal is a new release."""
    release = _lock(release, State.PROPOSED)
    _decide(actor, release)
    release.state = State.REFUSED
    release.save(update_fields=["state"])
    return Done(release, subject=f"release:{release.pk}")


@action("disclosure.release_withdrawn", policy=policy.may_withdraw)
def withdraw_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """One caseworker of the case takes it back: everything built on it goes dark in this transaction.

    What the rooms below do about it cannot stop it: should one of them fail, its pages stay dark and the audit says so.
    """
    release_lock.take(release.pk)
    release = _lock(release, *WITHDRAWABLE)
    Dossier.objects.filter(release=release).update(withdrawn_by_id=actor.person)
    release.state, release.withdrawn_at = State.WITHDRAWN, timezone.now()
    release.save(update_fields=["state", "withdrawn_at"])
    dark = publishing.darken(release_id=release.pk, status=release.gone_status, bodies=gone_bodies(release))
    failed = _tell(release, actor)
    return Done(release, subject=f"release:{release.pk}", detail={"darkened": len(dark), "rooms_failed": failed})


def _tell(release: PublicRelease, actor: Actor) -> list[str]:
    """Announce the withdrawal to each room by itself; returns those that failed, whose own work was undone."""
    answers = release_withdrawn.send_robust(sender=PublicRelease, release=release, actor=actor)
    failed = [(receiver.__module__, answer) for receiver, answer in answers if isinstance(answer, Exception)]
    for room, error in failed:
        # Its kind alone: what an exception says is not for the log.
        logger.error("After a withdrawal (release %s) %s failed: %s.", release.pk, room, type(error).__name__)
    return sorted(room for room, _error in failed)


def _lock(release: PublicRelease, *states: str) -> PublicRelease:
    """The release as it stands now, locked. Raises Refused (withdrawn, not_proposed) in any other state."""
    locked = PublicRelease.objects.select_for_update().get(pk=release.pk)
    if locked.state in states:
        return locked
    if locked.state == State.WITHDRAWN:
        raise Refused(_("This release has been withdrawn."), _("Propose a new one."), code="withdrawn")
    raise Refused(_("This release has been decided already."), _("Propose a new one."), code="not_proposed")


def _decide(actor: Actor, release: PublicRelease) -> None:
    Dossier.objects.filter(release=release).update(decided_by_id=actor.person, decided_at=timezone.now())
