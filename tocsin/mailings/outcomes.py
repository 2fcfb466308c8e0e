"""Writing down what became of envelopes. Everybody locks the letter first, then its envelopes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from tocsin.core.actions import Actor, Done, action

from . import pace
from .claims import Slice
from .models import Letter
from .policy import may_mail

# The holder of a claim knows better than a lease that ran out meanwhile: 'uncertain' may still become certain.
_RECORD = """
    UPDATE mailings_envelope e SET
        state = o.state, code = o.code, enhanced = o.enhanced,
        next_attempt_at = statement_timestamp() + make_interval(secs => o.due), lease_until = NULL,
        attempts = e.attempts - CASE WHEN o.state = 'waiting' THEN 1 ELSE 0 END,
        claimed_by = CASE WHEN o.state = 'uncertain' THEN e.claimed_by END,
        ended_at = CASE WHEN o.state IN ('waiting', 'deferred') THEN NULL ELSE date_trunc('hour', now()) END
    FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(codes)s::int[], %(enhanced)s::text[], %(dues)s::float8[])
         AS o (id, state, code, enhanced, due)
    WHERE e.id = o.id AND e.claimed_by = %(claim)s AND e.state IN ('in_flight', 'uncertain')
    RETURNING e.state
"""


@dataclass(frozen=True)
class Ending:
    """How one envelope of a slice ended: a state of ``post.State``, or 'waiting' where its sending never began."""

    envelope_id: UUID
    state: str
    code: int | None = None
    enhanced: str = ""


@action("mailings.slice_sent", policy=may_mail)
def record_slice(*, actor: Actor, piece: Slice, endings: Sequence[Ending]) -> Done[Mapping[str, int]]:
    """Write a slice's endings where the claim still holds; returns how many envelopes got which state."""
    letter = Letter.objects.select_for_update().get(pk=piece.letter_id)
    attempts = {envelope.id: envelope.attempts for envelope in piece.envelopes}
    rows = [_row(ending, attempts[ending.envelope_id], letter) for ending in endings]
    written = _write(piece.claim, rows)
    _keep_pace(letter, endings)
    finish_if_done(letter)
    detail = dict(written) | ({"stopped_at_claim": piece.stopped} if piece.stopped else {})
    return Done(written, subject=f"letter:{letter.pk}", detail=detail)


def _row(ending: Ending, attempts: int, letter: Letter) -> tuple[UUID, str, int | None, str, float | None]:
    """What is to be written: what never left or was put off ends where its letter has been stopped."""
    state, due = ending.state, None  # due: in so many seconds, by the database's clock
    if state in ("waiting", "deferred") and letter.state not in Letter.OPEN:
        state = "stopped"
    elif state == "waiting":
        due = 0.0
    elif state == "deferred":
        wait = pace.retry_after(attempts)
        state, due = ("refused", None) if wait is None else (state, wait.total_seconds())
    return ending.envelope_id, state, ending.code, ending.enhanced[:12], due


def _write(claim: UUID, rows: Sequence[tuple[Any, ...]]) -> Counter[str]:
    if not rows:
        return Counter()
    ids, states, codes, enhanced, dues = (list(column) for column in zip(*rows, strict=True))
    values: dict[str, Any] = {
        "claim": claim,
        "ids": ids,
        "states": states,
        "codes": codes,
        "enhanced": enhanced,
        "dues": dues,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values)
        return Counter(row[0] for row in cursor.fetchall())


def _keep_pace(letter: Letter, endings: Sequence[Ending]) -> None:
    tried = [ending for ending in endings if ending.state != "waiting"]
    deferred = sum(ending.state == "deferred" for ending in tried)
    pause = pace.next_pause(letter.pause, sent=len(tried), deferred=deferred)
    if pause == letter.pause == 0:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_letter SET pause = %s,"
            " paused_until = statement_timestamp() + make_interval(secs => %s) WHERE id = %s",
            [pause, pause, letter.pk],
        )


def finish_if_done(letter: Letter) -> bool:
    """End a broadcast of which nobody waits and nothing is in flight; the caller holds the letter's row."""
    if letter.state != Letter.State.SENDING or letter.frozen_at is None:
        return False
    if letter.envelopes.filter(state__in=["waiting", "in_flight"]).exists():
        return False
    letter.state, letter.ended_at = Letter.State.FINISHED, timezone.now()
    letter.save(update_fields=["state", "ended_at"])
    return True


@action("mailings.leases_ended", policy=may_mail)
def end_leases(*, actor: Actor, letter_id: UUID) -> Done[int]:
    """Envelopes whose holder has not been heard of for a lease: nobody knows, so they are uncertain."""
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_envelope SET state = 'uncertain', lease_until = NULL, ended_at = date_trunc('hour', now())"
            " WHERE letter_id = %s AND state = 'in_flight' AND lease_until < statement_timestamp()",
            [letter_id],
        )
        count = int(cursor.rowcount)
    finish_if_done(letter)
    return Done(count, subject=f"letter:{letter_id}", detail={"uncertain": count})


def letters_with_ended_leases() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT letter_id FROM mailings_envelope"
            " WHERE state = 'in_flight' AND lease_until < statement_timestamp()"
        )
        return [row[0] for row in cursor.fetchall()]


def stop_envelopes(letter_ids: Iterable[UUID]) -> int:
    """Stop what has not been handed over of letters whose rows the caller has locked and stopped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_envelope"
            " SET state = 'stopped', next_attempt_at = NULL, ended_at = date_trunc('hour', now())"
            " WHERE letter_id = ANY(%s) AND state IN ('waiting', 'deferred')",
            [list(letter_ids)],
        )
        return int(cursor.rowcount)
