"""Deciding on a release, and opening it at its hour."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, Done, Refused, action

from . import guard, policy, release_lock
from .bases import require_bases, require_grown_ups
from .ending import Ending, end_release, lock
from .hours import LATE, embargo
from .models import Basis, Dossier, PublicRelease, Statement
from .signals import release_approved, release_live, release_superseded, tell_each
from .withdrawn_words import seal_words

State = PublicRelease.State


@action("disclosure.release_approved", policy=policy.may_decide)
def approve_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """The second person lets the words go to their audience: now, or at the hour that the proposal names.

    Raises Refused: no_consent, conflict, child_alone, sealed_name, ...
    """
    _make_way_for(release)
    release = lock(release, State.PROPOSED)
    dossier = Dossier.objects.select_related("case").get(release=release)
    _require_sound(release, dossier)
    _decide(actor, release)
    now = timezone.now()
    release.approved_at = now
    if release.embargo_until is not None and release.embargo_until > now:
        release.state = State.EMBARGOED
        release.save(update_fields=["state", "approved_at"])
    else:
        _go_live(release, now)
    release_approved.send(sender=PublicRelease, release=release, actor=actor)
    facts = {"sha256": bytes(release.sha256).hex(), "state": str(release.state)}
    moved = _announce(actor, release) if release.state == State.APPROVED else {}
    return Done(release, subject=f"release:{release.pk}", detail=facts | moved)


@action("disclosure.release_opened", policy=policy.may_open)
def open_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """An embargoed release goes live: by itself at its hour, or, once that was missed, by a person.

    Raises Refused: embargo, missed, and all that an approval raises: names are read again, consents asked again.
    """
    _make_way_for(release)
    release = lock(release, State.EMBARGOED)
    now, hour = timezone.now(), release.embargo_until
    if hour is None or now < hour:
        raise embargo()
    if actor.staff_id is None and now > hour + LATE:
        raise Refused(
            _("The hour of this release was missed."), _("Look at the case, then open it or call it off."), "missed"
        )
    _require_sound(release, Dossier.objects.select_related("case").get(release=release))
    _go_live(release, now)
    return Done(release, subject=f"release:{release.pk}", detail=_announce(actor, release))


@action("disclosure.release_refused", policy=policy.may_decide)
def refuse_release(*, actor: Actor, release: PublicRelease) -> Done[PublicRelease]:
    """The second person does not let the words go; a better proposal is a new release."""
    release = lock(release, State.PROPOSED)
    _decide(actor, release)
    release.state = State.REFUSED
    release.save(update_fields=["state"])
    return Done(release, subject=f"release:{release.pk}", detail={"sealed": seal_words(release)})


@action("disclosure.release_shown_early", policy=policy.may_withdraw)
def let_prepare(*, actor: Actor, release: PublicRelease, prepare: bool) -> Done[PublicRelease]:
    """Let campaigners draft on a proposal before it is decided on, or no longer."""
    release = lock(release, State.PROPOSED)
    release.prepare = prepare
    release.save(update_fields=["prepare"])
    return Done(release, subject=f"release:{release.pk}", detail={"prepare": prepare})


def _require_sound(release: PublicRelease, dossier: Dossier) -> None:
    require_bases(release.pk)
    require_grown_ups(dossier)
    rests: dict[int, list[tuple[UUID | None, str]]] = {}
    for position, person_id, item in Basis.objects.filter(dossier=dossier).values_list("position", "person_id", "item"):
        rests.setdefault(position, []).append((person_id, item))
    said = Statement.objects.filter(release=release).order_by("position").values_list("language", "position", "text")
    guard.pass_words(said, rests=rests)


def _go_live(release: PublicRelease, now: dt.datetime) -> None:
    release.state, release.live_at = State.APPROVED, now
    release.save(update_fields=["state", "approved_at", "live_at"])


def _make_way_for(release: PublicRelease) -> None:
    """Whoever is publishing the version that this one corrects is waited for before anything else is locked."""
    older = PublicRelease.objects.values_list("corrects_id", flat=True).get(pk=release.pk)
    if older is not None:
        release_lock.take(older)


def _announce(actor: Actor, release: PublicRelease) -> dict[str, object]:
    """Tell the rooms; what stands on the version that this one corrects moves over, and the rest of it goes dark."""
    release_live.send(sender=PublicRelease, release=release, actor=actor)
    corrected = [release.corrects_id] if release.corrects_id else []
    older = PublicRelease.objects.filter(pk__in=corrected, state__in=PublicRelease.UNDER_WAY).first()
    if older is None:
        return {}
    failed = tell_each(release_superseded, sender=PublicRelease, release=release, older=older, actor=actor)
    end_release(actor=system("publishing"), release=older, ending=Ending.CORRECTED)
    return {"corrects": str(older.pk), "rooms_failed": failed}


def _decide(actor: Actor, release: PublicRelease) -> None:
    Dossier.objects.filter(release=release).update(decided_by_id=actor.person, decided_at=timezone.now())
