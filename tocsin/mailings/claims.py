"""Claiming a slice of a letter's envelopes, holding it, and what becomes of claims whose holder died.

Everybody locks the letter's row before its envelopes. A claim takes it FOR SHARE and looks at the letter, its release
and the guard's version once it has it: nothing can be withdrawn or stopped between the look and the claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction

from tocsin.supporters.models import Suppression

from .models import Letter

SLICE = 32
LEASE = 30  # seconds; renewed while a slice is being sent

# May the letter ``l`` leave at all?
_SENDABLE = """
    l.state IN ('sending', 'finished', 'standing') AND (l.state = 'standing' OR l.frozen_at IS NOT NULL)
    AND (l.release_id IS NULL
         OR EXISTS (SELECT FROM disclosure_public_release r WHERE r.id = l.release_id AND r.state = 'approved'))
    AND EXISTS (SELECT FROM mailings_rendered_letter v WHERE v.letter_id = l.id)
    AND NOT EXISTS (
        SELECT FROM mailings_rendered_letter v
        WHERE v.letter_id = l.id AND v.guard_version IS DISTINCT FROM (
            SELECT (g.value #>> '{}')::bigint FROM front_state g WHERE g.key = 'guard_version'))
"""

# Who must not get it any more, asked at the moment of the claim. What answers a person's own fresh request goes to
# those who once left, too (``supporters.suppression`` says why).
_BARRED = """
    c.erased_at IS NOT NULL
    OR EXISTS (SELECT FROM supporters_suppression p
               WHERE p.blind_index = c.blind_index AND p.reason = ANY(%(barring)s))
    OR NOT EXISTS ({entitled})
"""
_ENTITLED = {
    Letter.Kind.NEWSLETTER: (
        "SELECT FROM supporters_subscription s WHERE s.contact_id = e.contact_id AND s.state = 'confirmed'"
    ),
    Letter.Kind.UPDATE: (
        "SELECT FROM campaigns_signature s JOIN mailings_letter l ON l.campaign_id = s.campaign_id"
        " WHERE l.id = e.letter_id AND s.contact_id = e.contact_id AND s.state = 'confirmed'"
        " AND s.updates AND s.updates_ended_at IS NULL"
    ),
    Letter.Kind.CONFIRMATION: "SELECT FROM campaigns_signature s WHERE s.id = e.subject_id AND s.state = 'pending'",
    Letter.Kind.ALREADY_SIGNED: "SELECT FROM campaigns_signature s WHERE s.id = e.subject_id AND s.state = 'confirmed'",
    Letter.Kind.SUBSCRIPTION: (
        "SELECT FROM supporters_subscription s WHERE s.id = e.subject_id AND s.state = 'requested'"
    ),
}
_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT e.id, {barred} AS barred
        FROM mailings_envelope e JOIN supporters_contact c ON c.id = e.contact_id
        WHERE e.letter_id = %(letter)s AND e.state IN ('waiting', 'deferred')
          AND e.next_attempt_at <= statement_timestamp()
        ORDER BY e.next_attempt_at LIMIT %(most)s
        FOR UPDATE OF e SKIP LOCKED
    )
    UPDATE mailings_envelope e SET
        state = CASE WHEN barred THEN 'stopped' ELSE 'in_flight' END,
        attempts = e.attempts + CASE WHEN barred THEN 0 ELSE 1 END,
        claimed_by = CASE WHEN barred THEN NULL ELSE %(claim)s::uuid END,
        lease_until = CASE WHEN barred THEN NULL ELSE statement_timestamp() + make_interval(secs => %(lease)s) END,
        next_attempt_at = NULL,
        ended_at = CASE WHEN barred THEN date_trunc('hour', now()) END
    FROM due WHERE e.id = due.id
    RETURNING e.id, e.contact_id, e.language, e.subject_id, e.attempts, due.barred
"""


@dataclass(frozen=True)
class Claimed:
    """One envelope that is ours to send now."""

    id: UUID
    contact_id: UUID
    language: str
    subject_id: UUID | None
    attempts: int


@dataclass(frozen=True)
class Slice:
    """What one claim got: envelopes in flight, and how many were stopped instead."""

    claim: UUID
    letter_id: UUID
    envelopes: tuple[Claimed, ...] = ()
    stopped: int = 0

    def __bool__(self) -> bool:
        return bool(self.envelopes or self.stopped)


def claim_slice(letter_id: UUID) -> Slice:
    """Claim up to SLICE due envelopes; committed when it returns, before any address is opened."""
    nothing = Slice(uuid4(), letter_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, coalesce(paused_until > statement_timestamp(), false)"
            " FROM mailings_letter WHERE id = %s FOR SHARE",
            [letter_id],
        )
        row = cursor.fetchone()
        if row is None or row[1] or not is_sendable(letter_id):
            return nothing
        statement = _CLAIM.format(barred=_BARRED.format(entitled=_ENTITLED[row[0]]))
        barring = Suppression.FOR_GOOD if row[0] in Letter.AUTOMATIC else Suppression.Reason
        cursor.execute(
            statement,
            {
                "letter": letter_id,
                "most": SLICE,
                "claim": nothing.claim,
                "lease": LEASE,
                "barring": [str(reason) for reason in barring],
            },
        )
        rows = cursor.fetchall()
    taken = tuple(Claimed(*row[:5]) for row in rows if not row[5])
    return Slice(nothing.claim, letter_id, taken, stopped=len(rows) - len(taken))


def is_sendable(letter_id: UUID) -> bool:
    """Whether a letter may leave at this moment; its pause, which holds back only new slices, left aside."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM mailings_letter l WHERE l.id = %s AND {_SENDABLE}", [letter_id])
        return cursor.fetchone() is not None


def renew(claim: UUID, letter_id: UUID) -> None:
    """Hold a claim for another LEASE."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_envelope SET lease_until = statement_timestamp() + make_interval(secs => %s)"
            " WHERE letter_id = %s AND state = 'in_flight' AND claimed_by = %s",
            [LEASE, letter_id, claim],
        )


def hold(letter_id: UUID, seconds: int) -> None:
    """Claim nothing of a letter for so long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_letter SET paused_until = statement_timestamp() + make_interval(secs => %s) WHERE id = %s",
            [seconds, letter_id],
        )


def letters_with_due() -> list[tuple[UUID, bool]]:
    """Letters of which something is due and may leave now, each with whether it is an automatic one."""
    statement = f"""
        SELECT l.id, l.state = 'standing' FROM mailings_letter l
        WHERE {_SENDABLE} AND (l.paused_until IS NULL OR l.paused_until <= statement_timestamp())
        AND EXISTS (SELECT FROM mailings_envelope e WHERE e.letter_id = l.id
                    AND e.state IN ('waiting', 'deferred') AND e.next_attempt_at <= statement_timestamp())
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [(row[0], row[1]) for row in cursor.fetchall()]
