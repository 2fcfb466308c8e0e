"""What rests on nothing any more goes dark: at once when a consent is taken back, and by itself when one runs out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor, Done, action

from . import policy
from .bases import live_without_basis, resting_on, today
from .ending import end_release
from .models import Audience, Basis, BestInterests, Consent, Dossier, Item, PublicRelease

Ending = Dossier.Ending
# Days before its last day on which people are told that a consent ends.
WARNED = (14, 3)


@dataclass(frozen=True)
class Ends:
    """What a live release of one's cases rests on and when that ends; ``days`` are left, 0 on the last one."""

    dossier: Dossier
    on: dt.date
    days: int


def darken_unsupported(actor: Actor, case: Case) -> list[PublicRelease]:
    """Withdraw every live release of a case of which a line rests on nothing now; within the caller's action."""
    mine = set(Dossier.objects.filter(case=case).values_list("release_id", flat=True))
    found = [release for release in live_without_basis() if release.pk in mine]
    return [end_release(actor=actor, release=release, ending=Ending.CONSENT) for release in found]


@action("disclosure.lapsed_darkened", policy=policy.may_expire)
def darken_lapsed(*, actor: Actor) -> Done[list[PublicRelease]]:
    """Withdraw what rests on a consent that ran out, or that anything else has ended, each with its own entry."""
    found = [end_release(actor=actor, release=one, ending=Ending.EXPIRED) for one in live_without_basis()]
    return Done(found, subject="releases:", detail={"releases": [str(one.pk) for one in found]})


def something_lapsed() -> bool:
    """Asked at every round of the tender, so that nothing is written where there is nothing to do."""
    return bool(live_without_basis())


def would_darken(*, consent: Consent | None = None, decision: BestInterests | None = None) -> list[Dossier]:
    """The dossiers of what goes dark, or cannot go on, should this end: told before the button is pressed."""
    releases = resting_on(consent=consent, decision=decision)
    return list(Dossier.objects.filter(release__in=releases).select_related("release").order_by("version"))


def would_refuse(case: Case, person: Person | None, item: str, audience: str) -> list[Dossier]:
    """The dossiers of what a no to this would darken or hold up: what tells that item, or anything of that person."""
    told = Q(person=person) if person is not None and item == Item.EXISTENCE else Q(person=person, item=item)
    bases = Basis.objects.filter(told, dossier__case=case, dossier__release__state__in=PublicRelease.UNDER_WAY)
    if audience != Audience.PUBLIC:
        bases = bases.filter(dossier__release__audience__in=(audience, Audience.PUBLIC))
    else:
        bases = bases.filter(dossier__release__audience=Audience.PUBLIC)
    return list(Dossier.objects.filter(pk__in=bases.values("dossier")).select_related("release").order_by("version"))


def ends_soon(cases: QuerySet[Case], within: int = WARNED[0]) -> list[Ends]:
    """Of each live release of these cases, the first thing under it that ends within so many days."""
    day = today()
    last = day + dt.timedelta(days=within)
    live = Dossier.objects.filter(case__in=cases, release__state=PublicRelease.State.APPROVED)
    found = []
    for dossier in live.select_related("release").order_by("pk"):
        bases = Basis.objects.filter(dossier=dossier)
        ending = [
            *bases.values_list("consent__until", flat=True),
            *bases.values_list("best_interests__until", flat=True),
        ]
        if soon := [end for end in ending if end is not None and end <= last]:
            found.append(Ends(dossier, min(soon), (min(soon) - day).days))
    return found
