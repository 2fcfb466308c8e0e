"""When to try again, and how long to hold back when relays put mail off. Pure functions.

A pace for each provider's domain comes with the pipelining engine; this one holds a letter back as a whole.
"""

from __future__ import annotations

from datetime import timedelta

FIRST_RETRY = timedelta(minutes=2)
LONGEST_RETRY = timedelta(hours=6)
# With the doubling from FIRST_RETRY up to LONGEST_RETRY, the last attempt is about three days after the first.
MOST_ATTEMPTS = 19
LONGEST_PAUSE = 300  # seconds
_MANY = 0.1  # the share of deferred messages from which a slice counts as put off


def retry_after(attempts: int) -> timedelta | None:
    """How long a deferred envelope waits after so many attempts (1 or more); None when there were enough."""
    if attempts >= MOST_ATTEMPTS:
        return None
    doublings: int = 1 << min(attempts - 1, 16)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY)


def next_pause(pause: int, *, sent: int, deferred: int) -> int:
    """The pause (seconds) after a slice: doubled while many are put off, halved otherwise, down to none."""
    if sent and deferred / sent > _MANY:
        return min(max(1, pause * 2), LONGEST_PAUSE)
    return pause // 2
