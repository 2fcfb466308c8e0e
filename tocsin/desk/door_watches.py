"""What of consents, hours and the family's codes waits for somebody, by role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.campaigns.queries import not_published
from tocsin.cases import queries as cases
from tocsin.core.actions import Actor
from tocsin.disclosure import queries as disclosure
from tocsin.disclosure.bases import lines_without_basis
from tocsin.disclosure.darkening import WARNED
from tocsin.disclosure.models import Dossier, PublicRelease
from tocsin.front.models import LetterboxTally

from .notices import Notice
from .roles import ADMINISTRATOR, APPROVER, CAMPAIGNER, CASEWORKER
from .views.base import address

RECENT = dt.timedelta(days=7)
# Releases end by these without anybody pressing the button.
FOLLOWED = (Dossier.Ending.CONSENT, Dossier.Ending.EXPIRED, Dossier.Ending.FAMILY)
WAITING = (PublicRelease.State.PROPOSED, PublicRelease.State.EMBARGOED)
MANY_WRONG = 50


def lost_consents(actor: Actor) -> Iterator[Notice]:
    """What went dark since a consent ended, what will soon, and what can no longer go out as it is."""
    mine = cases.visible_to(actor)
    dark = Dossier.objects.filter(case__in=mine, release__withdrawn_at__gte=timezone.now() - RECENT)
    for dossier in dark.filter(ended_by__in=FOLLOWED).select_related("release").order_by("-release__withdrawn_at"):
        words = _("Release %(version)d was taken back %(why)s: everything built on it is dark.")
        told = {"version": dossier.version, "why": Dossier.Ending(dossier.ended_by).label}
        yield Notice(words % told, address("release", dossier.release_id), urgent=True)
    for ends in disclosure.ends_soon(mine):
        words = ngettext(
            "A consent under release %(version)d ends in %(days)d day: renew it, or the release goes dark by itself.",
            "A consent under release %(version)d ends in %(days)d days: renew it, or the release goes dark by itself.",
            ends.days,
        )
        told = {"version": ends.dossier.version, "days": ends.days}
        yield Notice(words % told, address("release", ends.dossier.release_id), urgent=ends.days <= WARNED[-1])
    waiting = Dossier.objects.filter(case__in=mine, release__state__in=WAITING).select_related("release")
    for dossier in waiting.order_by("pk"):
        if lines_without_basis(dossier.release_id):
            words = _("Release %(version)d cannot go out as it is: somebody said no, or a consent has ended.")
            yield Notice(words % {"version": dossier.version}, address("release", dossier.release_id), urgent=True)


def conflicts(actor: Actor) -> Iterator[Notice]:
    """Somebody's no that stands and blocks, and decisions made for somebody that are due for another look."""
    for case in cases.visible_to(actor):
        if disclosure.open_refusals(case):
            yield Notice(_("In a case of yours somebody said no, and it is not settled."), address("consents", case.pk))
    for decision in disclosure.reviews_due(actor):
        words = _("A decision in somebody's best interests is to be looked at again.")
        yield Notice(words, address("consents", decision.case_id), urgent=True)


def hours(actor: Actor) -> Iterator[Notice]:
    """Releases that wait for their hour, and those whose hour was missed."""
    late = {release.pk for release in disclosure.missed_hours()}
    mine = Dossier.objects.filter(case__in=cases.visible_to(actor), release__state=PublicRelease.State.EMBARGOED)
    for dossier in mine.select_related("release").order_by("release__embargo_until"):
        told = {"version": dossier.version, "hour": date_format(dossier.release.embargo_until, "DATETIME_FORMAT")}
        if dossier.release_id in late:
            words = _("The hour of release %(version)d was missed: open it, or call it off.")
            yield Notice(words % told, address("release", dossier.release_id), urgent=True)
        else:
            words = _("Release %(version)d goes out at %(hour)s (UTC). Until then one person calls it off.")
            yield Notice(words % told, address("release", dossier.release_id))


def missed_hours(actor: Actor) -> Iterator[Notice]:
    """The same for approvers, who do not know the case."""
    if number := len(disclosure.missed_hours()):
        words = ngettext("The hour of %(n)d release was missed.", "The hours of %(n)d releases were missed.", number)
        yield Notice(words % {"n": number}, address("decisions"), urgent=True)


def planned_campaigns(actor: Actor) -> Iterator[Notice]:
    """Campaigns that were to go live with their release and could not."""
    for campaign in not_published():
        words = _("%(campaign)s did not go live with its release: look at it and publish it.")
        yield Notice(words % {"campaign": campaign.slug}, address("campaign", campaign.pk), urgent=True)


def wrong_codes(actor: Actor) -> Iterator[Notice]:
    """Many wrong codes at the family's door: somebody tries words. No number of them stops the right one."""
    since = timezone.now() - dt.timedelta(days=1)
    tallies = LetterboxTally.objects.filter(kind="family-code", outcome="wrong", hour__gte=since)
    number = tallies.aggregate(rows=Sum("rows"))["rows"] or 0
    if number >= MANY_WRONG:
        words = _("%(n)d wrong codes were typed at the family's door in the last day.")
        yield Notice(words % {"n": number}, address("audit"), urgent=True)


WATCHES: list[tuple[str, Callable[[Actor], Iterator[Notice]]]] = [
    *((CASEWORKER, watch) for watch in (lost_consents, conflicts, hours)),
    (APPROVER, missed_hours),
    (CAMPAIGNER, planned_campaigns),
    (ADMINISTRATOR, wrong_codes),
]
