"""When a case is looked at again, and what is due by itself. Nothing here decides that a case is destroyed: two people
did, with a day, or nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from tocsin.core.actions import Actor

from . import access
from .models import Case
from .models.access import CaseReview, Destruction

MONTH = dt.timedelta(days=30)
# So long before its day a review, or a destruction, stands on the desk.
WARN = dt.timedelta(days=30)
# An approval is for now: what nobody has carried out by then is decided anew.
APPROVAL_LASTS = dt.timedelta(days=7)


@dataclass(frozen=True)
class Review:
    """``chosen`` is false where the organisation's default holds."""

    case: Case
    review_by: dt.date
    chosen: bool

    @property
    def overdue(self) -> bool:
        return self.review_by < timezone.localdate()


def review_of(case: Case) -> Review:
    """By when the case's people look at it again: the day they chose, or so many months after it was opened."""
    chosen = CaseReview.objects.filter(case=case).first()
    if chosen is not None:
        return Review(case, chosen.review_by, True)
    return Review(case, case.opened_at.date() + settings.TOCSIN_CASE_REVIEW_MONTHS * MONTH, False)


def reviews_due(actor: Actor, today: dt.date | None = None) -> list[Review]:
    """The actor's cases to be looked at within ``WARN``, or overdue; the earliest first."""
    until = (today or timezone.localdate()) + WARN
    mine = Case.objects.filter(pk__in=access.case_ids(actor))
    found = [review for case in mine if (review := review_of(case)).review_by <= until]
    return sorted(found, key=lambda review: review.review_by)


def destructions_ahead(actor: Actor, today: dt.date | None = None) -> QuerySet[Destruction]:
    """The approved destructions of the actor's cases that come by themselves within ``WARN``."""
    until = (today or timezone.localdate()) + WARN
    mine = approved().filter(case__in=access.case_ids(actor), on_day__lte=until)
    return mine.order_by("on_day")


def approved() -> QuerySet[Destruction]:
    """Destructions that two people decided, neither called off nor begun."""
    return Destruction.objects.filter(
        approved_by__isnull=False, called_off_at__isnull=True, begun_at__isnull=True
    ).select_related("case")


def is_stale(destruction: Destruction) -> bool:
    """Whether the approval has grown old, so that it must be decided anew."""
    approved_at = destruction.approved_at
    return approved_at is not None and destruction.on_day is None and approved_at + APPROVAL_LASTS < timezone.now()


def destructions_due(today: dt.date) -> QuerySet[Destruction]:
    """Those whose day has come."""
    return approved().filter(on_day__lte=today).order_by("on_day", "pk")


def overdue_reviews(today: dt.date) -> int:
    """How many standing cases should have been looked at; for the operator, who learns no more."""
    return sum(review_of(case).review_by < today for case in access.standing())
