"""What staff watch of reports. Whoever may not read them hears that there is one, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.core.actions import Actor
from tocsin.intake import queries
from tocsin.intake.models import Report

from .notices import Notice
from .views.base import address

RECENT = dt.timedelta(days=7)


def news(actor: Actor) -> Iterator[Notice]:
    if number := queries.visible_to(actor).filter(news=True).count():
        words = ngettext("Somebody added something to a report.", "Something was added to %(n)d reports.", number)
        yield Notice(words % {"n": number}, address("reports") + "?triage=news", urgent=True)


def situations(actor: Actor) -> Iterator[Notice]:
    """For caseworkers, with the way to it."""
    recent = queries.visible_to(actor).filter(triage=Report.Triage.SITUATION, received_at__gte=_since())
    for report in recent:
        words = _("A situation report came in on %(day)s.") % {"day": date_format(report.received_at)}
        yield Notice(words, address("report", report.pk), urgent=True)


def situations_told(actor: Actor) -> Iterator[Notice]:
    """For those who decide and write, without a word of it: they ask a caseworker."""
    recent = Report.objects.filter(triage=Report.Triage.SITUATION, received_at__gte=_since())
    for report in recent.order_by("-received_at")[:3]:
        words = _("A situation report came in on %(day)s. Ask a caseworker what may be said of it.")
        yield Notice(words % {"day": date_format(report.received_at)}, reverse("wagtailadmin_home"))


def _since() -> dt.datetime:
    return timezone.now() - RECENT
