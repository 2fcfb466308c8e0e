"""One sender's view of the providers' buckets: who may go now, who waits, and what the answers say about the pace."""

from __future__ import annotations

import time
from collections import Counter

from . import buckets, pace

LOOK_SECONDS = 1.0  # between two looks at which buckets hold back
_BLOCK = 64  # tokens asked for at once
_STALE_SECONDS = 5.0  # after which a block that was not used up is forgotten


class Gate:
    """Lets envelopes through by bucket. ``forced``: lets all through, and still counts them."""

    def __init__(self, *, forced: bool) -> None:
        self._forced = forced
        self._looked = 0.0
        self._limited: dict[str, float] = {}
        self._tokens: dict[str, tuple[int, float]] = {}
        self._closed: dict[str, tuple[float, float, float]] = {}  # until (monotonic), and the next due and its step
        self._most_today: int | None = None
        self._tried: Counter[str] = Counter()
        self._overrun: Counter[str] = Counter()
        self._began = time.monotonic()
        self._sent: Counter[str] = Counter()

    def passes(self, bucket: str) -> float:
        """0 where one message may go now; else in how many seconds it is to be tried again."""
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._look(now)
        if bucket not in self._limited and not self._needs_row(bucket):
            return 0.0
        left, since = self._tokens.get(bucket, (0, 0.0))
        if left > 0 and now - since < _STALE_SECONDS:
            self._tokens[bucket] = (left - 1, since)
            return 0.0
        return self._ask(bucket, now)

    def hear(self, bucket: str, state: str, code: int | None, enhanced: str) -> None:
        """What a provider said to one message."""
        self._tried[bucket] += 1
        self._sent[bucket] += 1
        if state == "deferred" and pace.is_about_pace(code, enhanced):
            self._overrun[bucket] += 1

    def settle(self) -> dict[str, float]:
        """Slow down where too many were put off: the buckets that fell, with their new rates. In a transaction."""
        fell = {}
        for bucket, tried in sorted(self._tried.items()):
            overrun = self._overrun[bucket]
            if tried < pace.FEW and not (overrun == tried >= pace.ALL_OF):
                continue
            share = overrun / tried
            if share >= pace.MANY:
                fell[bucket] = self._limited[bucket] = buckets.slow_down(bucket, self._rate(bucket), share)
                self._tokens.pop(bucket, None)
            elif bucket in self._limited:
                buckets.note_relief(bucket)
            del self._tried[bucket], self._overrun[bucket]
        return fell

    def _rate(self, bucket: str) -> float:
        return self._sent[bucket] / max(0.05, time.monotonic() - self._began)

    def _needs_row(self, bucket: str) -> bool:
        """A bucket with a ceiling or a limit for today gets its row before its first message."""
        ceiling = buckets.ceiling_of(bucket)
        if ceiling is None and self._most_today is None:
            return False
        buckets.ensure(bucket, ceiling)
        self._limited[bucket] = pace.FREE_RATE if ceiling is None else ceiling
        return True

    def _look(self, now: float) -> None:
        self._looked = now
        self._limited = buckets.limited()
        self._most_today = buckets.day_limit()

    def _ask(self, bucket: str, now: float) -> float:
        until, due, every = self._closed.get(bucket, (0.0, 0.0, 0.0))
        if now < until:
            self._closed[bucket] = (until, due + every, every)
            return due - now
        want = max(1, min(_BLOCK, int(self._limited[bucket]) + 1))
        grant = buckets.take(bucket, want, most_today=self._most_today, forced=self._forced)
        if grant.number:
            self._tokens[bucket] = (grant.number - 1, now)
            return 0.0
        self._closed[bucket] = (now + min(grant.wait, LOOK_SECONDS), now + grant.wait + grant.every, grant.every)
        return grant.wait
