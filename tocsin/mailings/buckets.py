"""The providers' token buckets: one row for each that is held back, shared by all senders and kept in the database.

Tokens are taken in blocks, so that no row is written for each mail. Rates fall and climb in the same rows; by the
database's clock, of which a jump gives no more than a minute's tokens.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tocsin.core.keys import keyring
from tocsin.post.providers import OTHER, provider_of

from . import pace

_LONGEST_FILL = 60.0  # seconds that a bucket fills for at most
_DIGEST = 6  # bytes of a small provider's keyed name

_ENSURE = """
    INSERT INTO mailings_pace (provider, rate, ceiling, tokens, filled_at, changed_at, day, taken)
    VALUES (%(provider)s, %(rate)s, %(ceiling)s, 0, statement_timestamp(), statement_timestamp(), current_date, 0)
    ON CONFLICT (provider) DO UPDATE SET ceiling = excluded.ceiling, rate = least(mailings_pace.rate, excluded.ceiling)
    WHERE mailings_pace.ceiling IS DISTINCT FROM excluded.ceiling
"""
_LOCK = """
    SELECT rate, ceiling, tokens, CASE WHEN day = current_date THEN taken ELSE 0 END,
           least(greatest(extract(epoch FROM statement_timestamp() - filled_at), 0), %(longest)s)::float8,
           abs(extract(epoch FROM statement_timestamp() - changed_at))::float8,
           extract(epoch FROM current_date + 1 - localtimestamp)::float8, share
    FROM mailings_pace WHERE provider = %(provider)s FOR UPDATE
"""
_STORE = """
    UPDATE mailings_pace SET rate = %(rate)s, tokens = %(tokens)s, taken = %(taken)s, day = current_date,
        share = %(share)s, filled_at = statement_timestamp(),
        changed_at = CASE WHEN %(changed)s THEN statement_timestamp() ELSE changed_at END
    WHERE provider = %(provider)s
"""


@dataclass(frozen=True)
class Grant:
    """What a bucket gave: so many messages may go now, and the next of them in so many seconds, ``every`` so many."""

    number: int
    wait: float = 0.0
    every: float = 0.0


def bucket_of(domain: str) -> str:
    """The bucket's name for a domain: a provider's, a domain that the settings name, or a keyed hash of any other."""
    provider = provider_of(domain)
    if provider != OTHER or domain in settings.TOCSIN.mail_pace:
        return domain if domain in settings.TOCSIN.mail_pace else provider
    return _hidden(domain)


@functools.lru_cache(maxsize=4096)
def _hidden(domain: str) -> str:
    key = keyring().blind_index("contact_index").secret
    return "~" + hashlib.blake2b(domain.encode(), key=key, person=b"mailings.pace", digest_size=_DIGEST).hexdigest()


def ceiling_of(bucket: str) -> float | None:
    """The ceiling that the settings give a bucket, in messages a second; None for none."""
    ceilings: Mapping[str, float] = settings.TOCSIN.mail_pace
    return ceilings.get(bucket, ceilings.get("*"))


def day_limit() -> int | None:
    """How many messages each provider may get today, while the sending domain is being warmed up."""
    return pace.warm_ceiling(settings.TOCSIN.mail_warm_up, timezone.now().date())


def limited() -> dict[str, float]:
    """The buckets that hold back now, with their rates."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT provider, rate FROM mailings_pace")
        return dict(cursor.fetchall())


def take(bucket: str, want: int, *, most_today: int | None = None, forced: bool = False) -> Grant:
    """Take up to so many tokens. ``forced`` takes them all, into debt if need be: for what answers a person's request.

    Tokens are kept for at most a minute's sending at the present rate. A rate that has been used for a while without
    falling climbs.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        row = _locked(cursor, bucket)
        if row is None:
            return Grant(want)
        rate, ceiling, tokens, taken, elapsed, unchanged, to_midnight, share = row
        tokens = min(tokens + rate * elapsed, max(1.0, rate * 2))
        here = max(0, int(tokens))
        today = want if most_today is None else max(0, most_today - taken)
        number = want if forced else min(want, here, today)
        climbs = number > 0 and unchanged >= pace.STEP_SECONDS
        faster = _climbed(rate, ceiling) if climbs else rate
        if faster is None and most_today is None:
            cursor.execute("DELETE FROM mailings_pace WHERE provider = %s", [bucket])
            return Grant(want)
        left, used = tokens - number, taken + number
        _store(cursor, bucket, rate=faster or rate, tokens=left, taken=used, changed=climbs, share=share)
    if number == want:
        return Grant(number)
    if today <= number:
        return Grant(number, wait=to_midnight)
    return Grant(number, wait=max(0.0, (1 - tokens + number) / rate), every=1 / rate)


def ensure(bucket: str, ceiling: float | None) -> None:
    """A row for a bucket with a ceiling, or one that is being warmed up."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ENSURE,
            {"provider": bucket, "rate": pace.FREE_RATE if ceiling is None else ceiling, "ceiling": ceiling},
        )


def slow_down(bucket: str, rate: float, share: float) -> float:
    """Slow down to what the provider took, which was just sent at ``rate`` and of which it put that share off.

    Returns the rate as it is now. It falls once in ``pace.STEP_SECONDS`` at most, since many senders hear of the same
    overrunning; and not again where as much was put off after the last fall: then the number is not the reason.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        ensure(bucket, ceiling_of(bucket))
        row = _locked(cursor, bucket)
        if row is None:
            return rate
        present, ceiling, tokens, taken, _elapsed, unchanged, _midnight, before = row
        begun = present >= (pace.FREE_RATE if ceiling is None else ceiling)
        if not begun and (unchanged < pace.STEP_SECONDS or (before is not None and share > before * pace.STUBBORN)):
            return present
        slower = pace.fallen(min(present, rate) if begun else present, share)
        _store(cursor, bucket, rate=slower, tokens=min(tokens, 0.0), taken=taken, changed=True, share=share)
        return slower


def note_relief(bucket: str) -> None:
    """Sending more slowly has helped: should the provider be overrun again, it falls again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_pace SET share = NULL WHERE provider = %s AND share IS NOT NULL"
            " AND changed_at < statement_timestamp() - make_interval(secs => %s)",
            [bucket, pace.STEP_SECONDS / 2],
        )


_Row = tuple[float, float | None, float, int, float, float, float, float | None]


def _locked(cursor: Any, bucket: str) -> _Row | None:
    cursor.execute(_LOCK, {"provider": bucket, "longest": _LONGEST_FILL})
    row: _Row | None = cursor.fetchone()
    return row


def _store(
    cursor: Any, bucket: str, *, rate: float, tokens: float, taken: int, changed: bool, share: float | None
) -> None:
    values = {"provider": bucket, "rate": rate, "tokens": tokens, "taken": taken, "changed": changed, "share": share}
    cursor.execute(_STORE, values)


def _climbed(rate: float, ceiling: float | None) -> float | None:
    """The next higher rate; None where nothing needs to hold back any more."""
    if ceiling is not None:
        return min(rate * pace.CLIMB, ceiling)
    faster = rate * pace.CLIMB
    return faster if faster < pace.FREE_RATE else None
