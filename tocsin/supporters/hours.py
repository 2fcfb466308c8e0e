"""Times of people are kept to the hour."""

from __future__ import annotations

import datetime as dt


def hour_of(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def this_hour() -> dt.datetime:
    return hour_of(dt.datetime.now(dt.UTC))
