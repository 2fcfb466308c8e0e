"""What the people of a case, and those who are asked as second persons, watch: who got in, what waits, what ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.cases import access, access_queries, retention
from tocsin.cases.models.access import CaseExport, EmergencyOpening
from tocsin.core.actions import Actor

from .notices import Notice
from .roles import APPROVER
from .views.base import address

RECENT = dt.timedelta(days=7)


def emergencies(actor: Actor) -> Iterator[Notice]:
    """Somebody let themselves into a case of the actor's own."""
    recent = EmergencyOpening.objects.filter(
        case__in=access.own_ids(actor), opened_at__gt=timezone.now() - RECENT
    ).exclude(staff_id=actor.staff_id)
    for opening in recent.select_related("staff").order_by("-opened_at"):
        told = {"who": opening.staff.name, "day": date_format(opening.opened_at)}
        told["time"] = time_format(timezone.localtime(opening.opened_at))
        words = _("On %(day)s at %(time)s %(who)s opened a case of yours in an emergency.") % told
        yield Notice(words, address("case_access", opening.case_id), urgent=True)


def cases_without_people(actor: Actor) -> Iterator[Notice]:
    """For approvers: an emergency opening of which nobody else hears, since nobody of the case is left."""
    for opening in access.in_emergency().select_related("staff", "case").order_by("-opened_at"):
        if opening.staff_id != actor.staff_id and not access.people_of(opening.case).exists():
            words = _("%(who)s opened a case in an emergency that has no caseworker any more: speak with them.")
            yield Notice(words % {"who": opening.staff.name}, address("decisions"), urgent=True)


def to_decide(actor: Actor) -> Iterator[Notice]:
    """Exports and ends of cases that wait for the actor as the second person."""
    there = "decisions" if APPROVER in actor.roles else ""
    for export in access_queries.exports_waiting(actor):
        words = _("%(who)s asks to take a case file out: it takes a second person.") % {"who": export.requested_by.name}
        yield Notice(words, address(there) if there else address("export_decide", export.pk), urgent=True)
    for one in access_queries.destructions_waiting(actor):
        words = _("%(who)s proposes to destroy a case: it takes a second person.") % {"who": one.proposed_by.name}
        yield Notice(words, address(there) if there else address("destruction_approve", one.pk), urgent=True)


def exports_ready(actor: Actor) -> Iterator[Notice]:
    ready = CaseExport.objects.filter(
        case__in=access.own_ids(actor), requested_by=actor.staff_id, sealed_body__isnull=False, downloads=0,
        expires_at__gt=timezone.now(),
    )  # fmt: skip
    for export in ready.order_by("expires_at"):
        words = _("The file that you asked for can be taken out until %(time)s.")
        told = {"time": date_format(timezone.localtime(export.expires_at), "DATETIME_FORMAT")}
        yield Notice(words % told, address("case_access", export.case_id))


def keeping(actor: Actor) -> Iterator[Notice]:
    """Reviews that are due, approved ends that nobody has carried out, and those that come by themselves."""
    if due := retention.reviews_due(actor):
        words = ngettext(
            "%(n)d case of yours is to be looked at again by %(day)s: is it kept?",
            "%(n)d cases of yours are to be looked at again, the first by %(day)s: are they kept?",
            len(due),
        )
        told = {"n": len(due), "day": date_format(due[0].review_by)}
        yield Notice(words % told, address("case_access", due[0].case.pk), urgent=due[0].overdue)
    for one in retention.destructions_ahead(actor):
        words = _("A case of yours destroys itself on %(day)s, unless you call it off.") % {
            "day": date_format(one.on_day)
        }
        yield Notice(words, address("case_access", one.case_id), urgent=True)
    for one in retention.approved().filter(case__in=access.own_ids(actor), on_day__isnull=True):
        words = _("The end of a case of yours is approved: carry it out, or call it off.")
        yield Notice(words, address("case_access", one.case_id), urgent=True)


def to_decide_as_colleague(actor: Actor) -> Iterator[Notice]:
    """For caseworkers who are no approvers: those see the same among all that they decide."""
    if APPROVER not in actor.roles:
        yield from to_decide(actor)


OF_CASES = (emergencies, to_decide_as_colleague, exports_ready, keeping)
OF_SECONDS = (to_decide, cases_without_people)
