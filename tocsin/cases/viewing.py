"""Who saw what of a case, and when. What cannot be written down is not shown: a row is written before anything opens.

Grouped: one row for each person, what they saw, and hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tocsin.core.actions import Actor

from .models import Case
from .models.access import CaseView

MOST = 500


@dataclass(frozen=True)
class Seen:
    """``who`` saw ``what`` (in words) in the hour that began then; ``subject`` is the opaque id of it, or ''."""

    who: str
    what: str
    what_words: str
    subject: str
    hour: dt.datetime


def record_view(actor: Actor, case: Case | UUID, what: str, subject: object = "") -> None:
    """Write down that the actor sees something sealed. Whatever it raises must keep the thing from being shown."""
    record_views(actor, [(case, what, subject)])


def record_views(actor: Actor, seen: Iterable[tuple[Case | UUID, str, object]]) -> None:
    """The same for several at once: (case, what, subject)."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    CaseView.objects.bulk_create(
        [
            CaseView(
                case_id=case if isinstance(case, UUID) else case.pk,
                staff_id=actor.person,
                what=CaseView.What(what),
                subject=str(subject),
                hour=hour,
            )
            for case, what, subject in seen
        ],
        ignore_conflicts=True,
    )


def views_of(case: Case, *, most: int = MOST) -> list[Seen]:
    """The newest first, at most so many. For the case's own people: ask ``queries.case_for`` before."""
    rows = CaseView.objects.filter(case=case).select_related("staff").order_by("-first_at", "-pk")[:most]
    return [Seen(row.staff.name, row.what, str(CaseView.What(row.what).label), row.subject, row.hour) for row in rows]
