"""When to try again, how fast to send to a provider, and how a new sending domain is warmed up. Pure functions."""

from __future__ import annotations

import random
from datetime import date, timedelta

FIRST_RETRY = timedelta(minutes=2)
LONGEST_RETRY = timedelta(hours=6)
# With the doubling from FIRST_RETRY up to LONGEST_RETRY, the last attempt is about three days after the first.
MOST_ATTEMPTS = 19
_SPREAD = 0.15  # of a wait, either way, so that what was put off together does not come back together

LEAST_RATE = 1 / 30  # messages a second, however often a provider puts mail off
FREE_RATE = 500.0  # from which a rate without a ceiling is none any more
LEAST_FALL = 0.5  # what a rate is multiplied with at most, however much was put off
STUBBORN = 0.75  # of the share put off before a fall: if as much still is, the number was not the reason
CLIMB = 1.25
STEP_SECONDS = 10.0  # between two changes of a rate
MANY = 0.1  # the share of messages put off for their number from which a provider counts as overrun
FEW = 10  # messages below which a share says nothing,
ALL_OF = 3  # but that so many were all put off does

LONGEST_REST = 300.0  # seconds that a letter rests while every relay is away
_FIRST_REST = 2.0

WARM_DAYS = 21
_WARM_FIRST = 250  # messages a day and provider on the first day; each day half as many again
_WARM_GROWTH = 1.5


def retry_after(attempts: int) -> timedelta | None:
    """How long a deferred envelope waits after so many attempts (1 or more); None when there were enough."""
    if attempts >= MOST_ATTEMPTS:
        return None
    doublings: int = 1 << min(attempts - 1, 16)
    wait = min(FIRST_RETRY * doublings, LONGEST_RETRY)
    return wait * random.uniform(1 - _SPREAD, 1 + _SPREAD)  # noqa: S311 (no secret)


def is_about_pace(code: int | None, enhanced: str) -> bool:
    """Whether a reply that puts mail off is about how much comes from us, not about one mailbox or our own relay.

    By RFC 3463: X.7 (policy), X.4.5 (congestion), X.3.2 (not accepting now), X.5.3 (too many); 4.2.1 as large providers
    use it; and 421 or 451 without an enhanced code.
    """
    if code is None or not 400 <= code < 500:
        return False
    if not enhanced:
        return code in (421, 450, 451)
    return enhanced.startswith("4.7.") or enhanced in ("4.4.5", "4.3.2", "4.3.0", "4.5.3", "4.2.1", "4.4.2")


def fallen(rate: float, share: float) -> float:
    """The rate after a provider put that share off: what it took, so that it takes all of what comes next."""
    return max(LEAST_RATE, rate * max(LEAST_FALL, 1 - share))


def next_rest(rest: float) -> float:
    """How many seconds a letter rests when every relay was away again."""
    return min(max(_FIRST_REST, rest * 2), LONGEST_REST)


def warm_ceiling(first: date | None, today: date) -> int | None:
    """How many messages a provider may get today from a sending domain first used that day; None for any number."""
    if first is None:
        return None
    days = (today - first).days
    if days >= WARM_DAYS:
        return None
    return int(_WARM_FIRST * _WARM_GROWTH ** max(days, 0))
