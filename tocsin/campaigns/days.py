"""The total at the end of each day, as open data. A day that was told is told for ever as it was.

What comes in after midnight for an hour before it is counted to the day on which the series can still take it: so no
figure that was published once moves by one, and tells when somebody signed.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Sum

from .models import Campaign, CountJournal
from .open_models import DayTotal

DAY = dt.timedelta(days=1)


def close_days(campaign: Campaign) -> bool:
    """Keep the totals of the days that are over; says whether there was one to keep."""
    if not has_open_day(campaign):
        return False
    first, today = _first_open_day(campaign) or dt.date.max, dt.datetime.now(dt.UTC).date()
    days = [first + DAY * number for number in range((today - first).days)]
    DayTotal.objects.bulk_create(
        DayTotal(campaign=campaign, day=day, total=_total_before(campaign, day + DAY)) for day in days
    )
    return True


def has_open_day(campaign: Campaign) -> bool:
    """Whether a day is over that was not told yet."""
    first = _first_open_day(campaign)
    return first is not None and first < dt.datetime.now(dt.UTC).date()


def days_of(campaign: Campaign) -> dict[dt.date, int]:
    """The totals as they were told."""
    return dict(DayTotal.objects.filter(campaign=campaign).order_by("day").values_list("day", "total"))


def _first_open_day(campaign: Campaign) -> dt.date | None:
    last: dt.date | None = DayTotal.objects.filter(campaign=campaign).aggregate(last=Max("day"))["last"]
    if last is not None:
        return last + DAY
    began = CountJournal.objects.filter(campaign=campaign).order_by("hour").first()
    return began.hour.astimezone(dt.UTC).date() if began else None


def _total_before(campaign: Campaign, day: dt.date) -> int:
    end = dt.datetime.combine(day, dt.time(), dt.UTC)
    found = CountJournal.objects.filter(campaign=campaign, hour__lt=end).aggregate(total=Sum("change"))["total"]
    return max(int(found or 0), 0)
