"""Writing down what became of envelopes. Everybody locks the letter first, then its claims, then its envelopes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from tocsin.core.actions import Actor, Done, action

from . import claims, pace
from .models import Claim, Letter
from .policy import may_mail

# What really ended is written over what a stop or the end of a lease had to assume; nothing is written over an end.
_RECORD = """
    UPDATE mailings_envelope e SET
        state = o.state, code = o.code, enhanced = o.enhanced, claimed_by = NULL,
        next_attempt_at = statement_timestamp() + make_interval(secs => o.due),
        attempts = e.attempts + CASE WHEN e.state = 'uncertain' THEN 0 ELSE o.tried END,
        ended_at = CASE WHEN o.state IN ('waiting', 'deferred') THEN NULL ELSE date_trunc('hour', now()) END
    FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(codes)s::int[], %(enhanced)s::text[], %(dues)s::float8[],
                %(tried)s::int[]) AS o (id, state, code, enhanced, due, tried)
    WHERE e.id = o.id AND (%(ours)s OR e.claimed_by = %(claim)s)
        AND (e.state IN ('waiting', 'deferred', 'uncertain')
             OR (e.state = 'stopped' AND o.state NOT IN ('waiting', 'deferred')))
    RETURNING e.state
"""
_TEMPO = """
    INSERT INTO mailings_tempo (letter_id, minute, provider, state, number)
    SELECT %(letter)s, date_trunc('minute', now()), t.provider, t.state, t.number
    FROM unnest(%(providers)s::text[], %(states)s::text[], %(numbers)s::int[]) AS t (provider, state, number)
    ON CONFLICT (letter_id, minute, provider, state) DO UPDATE SET number = mailings_tempo.number + excluded.number
"""
_FORGET_CLAIM = """
    UPDATE mailings_envelope SET state = 'uncertain', claimed_by = %(claim)s, next_attempt_at = NULL,
        attempts = attempts + 1, ended_at = date_trunc('hour', now())
    WHERE id = ANY(%(ids)s) AND state IN ('waiting', 'deferred', 'stopped')
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one envelope ended: a state of ``post.State``, or 'waiting' where it is free to be claimed again.

    ``attempts`` were made before; ``wait``: due again in so many seconds. ``tried``: this counts as an attempt.
    """

    envelope_id: UUID
    state: str
    code: int | None = None
    enhanced: str = ""
    attempts: int = 0
    provider: str = "other"
    wait: float = 0.0
    tried: bool = True


@action("mailings.slice_sent", policy=may_mail)
def record_slice(
    *, actor: Actor, letter_id: UUID, claim: UUID, endings: Sequence[Ending], ours: bool = True
) -> Done[Mapping[str, int]]:
    """Write endings down; returns how many envelopes got which state.

    ``ours``: the caller knows that its claim stands (it has its row). Else only those are written that were made
    uncertain when this claim's lease ended: its holder was merely slow, and knows better.
    """
    _may_leave, is_open = claims.look(letter_id)
    written = _write(claim, [_row(ending, is_open) for ending in endings], ours=ours)
    _keep_tempo(letter_id, endings)
    return Done(written, subject=f"letter:{letter_id}", detail=dict(written))


def _row(ending: Ending, is_open: bool) -> tuple[UUID, str, int | None, str, float | None, int]:
    """What is to be written: what never left or was put off ends where its letter has been stopped."""
    state, due = ending.state, None  # due: in so many seconds, by the database's clock
    if state in ("waiting", "deferred") and not is_open:
        state = "stopped"
    elif state == "waiting":
        due = ending.wait
    elif state == "deferred":
        wait = pace.retry_after(ending.attempts + 1)
        state, due = ("refused", None) if wait is None else (state, wait.total_seconds())
    return ending.envelope_id, state, ending.code, ending.enhanced[:12], due, int(ending.tried)


def _write(claim: UUID, rows: Sequence[tuple[Any, ...]], *, ours: bool) -> Counter[str]:
    if not rows:
        return Counter()
    ids, states, codes, enhanced, dues, tried = (list(column) for column in zip(*rows, strict=True))
    values: dict[str, Any] = {
        "ids": claims.as_array(ids),
        "states": states,
        "codes": codes,
        "enhanced": enhanced,
        "dues": dues,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values | {"tried": tried, "claim": claim, "ours": ours})
        return Counter(row[0] for row in cursor.fetchall())


def _keep_tempo(letter_id: UUID, endings: Sequence[Ending]) -> None:
    counts = Counter((ending.provider, ending.state) for ending in endings if ending.tried)
    if not counts:
        return
    # In one order for all, so that two senders do not wait for each other.
    rows = sorted((provider, state, number) for (provider, state), number in counts.items())
    providers, states, numbers = (list(column) for column in zip(*rows, strict=True))
    values: dict[str, Any] = {"letter": letter_id, "providers": providers, "states": states, "numbers": numbers}
    with connection.cursor() as cursor:
        cursor.execute(_TEMPO, values)


def is_done(letter: Letter) -> bool:
    """Whether a broadcast that is being sent has nobody left who waits or is on the way."""
    if letter.state != Letter.State.SENDING or letter.frozen_at is None:
        return False
    on_the_way = letter.claims.exclude(in_flight=[])
    return not letter.envelopes.filter(state="waiting").exists() and not on_the_way.exists()


def finish_if_done(letter: Letter) -> bool:
    """End a broadcast of which nobody waits and nothing is in flight; the caller holds the letter's row."""
    if not is_done(letter):
        return False
    letter.state, letter.ended_at = Letter.State.FINISHED, timezone.now()
    letter.save(update_fields=["state", "ended_at"])
    return True


@action("mailings.letter_finished", policy=may_mail)
def finish_letter(*, actor: Actor, letter_id: UUID) -> Done[bool]:
    """End a broadcast of which nobody waits and nothing is in flight; false where it is not that far."""
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    return Done(finish_if_done(letter), subject=f"letter:{letter_id}", detail={"state": letter.state})


@action("mailings.leases_ended", policy=may_mail)
def end_leases(*, actor: Actor, letter_id: UUID) -> Done[int]:
    """Claims whose holder has not been heard of for a lease: what may have been on its way is uncertain, the rest free.

    Returns how many are uncertain.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    uncertain = sum(_end_lease(claim, in_flight) for claim, in_flight in _ended_leases(letter_id))
    finish_if_done(letter)
    return Done(uncertain, subject=f"letter:{letter_id}", detail={"uncertain": uncertain})


def _ended_leases(letter_id: UUID) -> list[tuple[UUID, list[UUID]]]:
    statement = (
        "SELECT c.id, c.in_flight FROM mailings_claim c"  # noqa: S608
        f" WHERE c.letter_id = %(letter)s AND {claims.ENDED_LEASE} FOR UPDATE SKIP LOCKED"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"letter": letter_id, "far": claims.FAR})
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _end_lease(claim: UUID, in_flight: list[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_CLAIM, {"claim": claim, "ids": in_flight})
        count = int(cursor.rowcount)
    Claim.objects.filter(pk=claim).delete()
    return count


def letters_with_ended_leases() -> list[UUID]:
    statement = f"SELECT DISTINCT c.letter_id FROM mailings_claim c WHERE {claims.ENDED_LEASE}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, {"far": claims.FAR})
        return [row[0] for row in cursor.fetchall()]


def stop_envelopes(letter_ids: Iterable[UUID]) -> int:
    """Stop what has not been handed over of letters whose rows the caller has locked and stopped.

    What may be on its way is left to whoever has it in hand, or to the end of that lease.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_envelope"
            " SET state = 'stopped', next_attempt_at = NULL, ended_at = date_trunc('hour', now())"
            " WHERE letter_id = ANY(%(letters)s) AND state IN ('waiting', 'deferred') AND id NOT IN"
            " (SELECT unnest(c.in_flight) FROM mailings_claim c WHERE c.letter_id = ANY(%(letters)s))",
            {"letters": list(letter_ids)},
        )
        return int(cursor.rowcount)


_FOLD = """
    WITH old AS (
        DELETE FROM mailings_tempo
        WHERE minute < now() - interval '2 days' AND minute <> date_trunc('hour', minute)
        RETURNING letter_id, date_trunc('hour', minute) AS hour, provider, state, number
    )
    INSERT INTO mailings_tempo (letter_id, minute, provider, state, number)
    SELECT letter_id, hour, provider, state, sum(number) FROM old GROUP BY letter_id, hour, provider, state
    ON CONFLICT (letter_id, minute, provider, state) DO UPDATE SET number = mailings_tempo.number + excluded.number
"""


def fold_tempo() -> None:
    """Keep what is older than two days by the hour only."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
