"""Claiming a letter's envelopes, holding them, and which of them may be on their way.

A claim is a row that names what one sender holds. It is made under a lock of the letter's own, so that two senders
never take the same envelope, and it costs no write to the envelopes. Everybody locks the letter's row before its
claims and envelopes. A claim takes it FOR SHARE and looks at the letter, its release and the guard's version once it
has it: nothing can be withdrawn or stopped between the look and the claim.

All times are the database's own. Should its clock be set back, a lease that ends later than a lease can count as
ended, what was never tried is due whatever the clock says, and ``mend_dues`` brings the others back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from tocsin.supporters.models import Suppression

from .models import Claim, Letter

SLICE = 1_024  # envelopes that one sender holds at most
LEASE = 30  # seconds; renewed while something is being sent
_LOCK = 0x6D61696C  # any constant: the class of the locks under which letters are claimed

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
_HELD_BACK = (
    "coalesce(l.paused_until > statement_timestamp()"
    " AND l.paused_until < statement_timestamp() + interval '1 hour', false)"
)
DUE = "e.next_attempt_at <= statement_timestamp()"
_OPEN = "e.state IN ('waiting', 'deferred')"
ENDED_LEASE = (
    "(c.lease_until < statement_timestamp() OR c.lease_until > statement_timestamp() + make_interval(secs => %(far)s))"
)
FAR = 10 * LEASE

# Who must not get it any more, asked at the moment of the claim. What answers a person's own fresh request goes to
# those who once left, too (``supporters.suppression`` says why).
_ENTITLED = {
    Letter.Kind.NEWSLETTER: (
        "FROM supporters_subscription s WHERE s.contact_id = e.contact_id AND s.state = 'confirmed'"
    ),
    Letter.Kind.UPDATE: (
        "FROM campaigns_signature s JOIN mailings_letter l ON l.campaign_id = s.campaign_id"
        " WHERE l.id = e.letter_id AND s.contact_id = e.contact_id AND s.state = 'confirmed'"
        " AND s.updates AND s.updates_ended_at IS NULL"
    ),
    Letter.Kind.CONFIRMATION: "FROM campaigns_signature s WHERE s.id = e.subject_id AND s.state = 'pending'",
    Letter.Kind.ALREADY_SIGNED: "FROM campaigns_signature s WHERE s.id = e.subject_id AND s.state = 'confirmed'",
    Letter.Kind.SUBSCRIPTION: ("FROM supporters_subscription s WHERE s.id = e.subject_id AND s.state = 'requested'"),
}
# The oldest due first, straight from their index: a letter of a million must not be sorted for each slice. The LIMITs
# inside keep PostgreSQL from reading whole tables instead of asking for each person.
_TAKE = """
    WITH due AS MATERIALIZED (
        SELECT e.id, e.letter_id, e.contact_id, e.language, e.subject_id, e.attempts
        FROM mailings_envelope e
        WHERE e.letter_id = %(letter)s AND {open} AND {due} AND e.id <> ALL(%(held)s::uuid[])
        ORDER BY e.next_attempt_at LIMIT %(most)s
    )
    SELECT e.id, e.contact_id, e.language, e.subject_id, e.attempts, c.sealed_address, c.sealed_name,
           c.erased_at IS NOT NULL OR barred.no OR entitled.yes IS NULL
    FROM due e JOIN supporters_contact c ON c.id = e.contact_id
    LEFT JOIN LATERAL (
        SELECT true AS no FROM supporters_suppression p
        WHERE p.blind_index = c.blind_index AND p.reason = ANY(%(barring)s) LIMIT 1) barred ON true
    LEFT JOIN LATERAL (SELECT true AS yes {entitled} LIMIT 1) entitled ON true
"""
_STRAIGHT = (
    "SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),"
    " set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),"
    " set_config('enable_mergejoin', 'off', true)"
)
_ELSEWHERE = "SELECT held.id FROM mailings_claim c, unnest(c.held) AS held (id) WHERE c.letter_id = %s AND c.id <> %s"
_STOP = """
    UPDATE mailings_envelope e SET state = 'stopped', next_attempt_at = NULL, ended_at = date_trunc('hour', now())
    WHERE e.id = ANY(%s) AND e.state IN ('waiting', 'deferred')
"""
_HOLD = """
    UPDATE mailings_claim SET held = %(held)s::uuid[],
        lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
    WHERE id = %(claim)s
"""
_NAME = """
    UPDATE mailings_claim SET in_flight = %(ids)s::uuid[],
        lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
    WHERE id = %(claim)s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One envelope that is ours to send now, with its contact's sealed address and name."""

    id: UUID
    contact_id: UUID
    language: str
    subject_id: UUID | None
    attempts: int
    sealed_address: bytes | None
    sealed_name: bytes | None


@dataclass(frozen=True)
class Slice:
    """What one claiming got: envelopes to send, and how many were stopped instead."""

    envelopes: tuple[Claimed, ...] = ()
    stopped: int = 0

    def __bool__(self) -> bool:
        return bool(self.envelopes or self.stopped)


class ClaimLost(Exception):
    """The claim's lease ended while we were not looking: what it held is no longer ours."""


def open_claim(letter_id: UUID) -> UUID:
    """A claim that holds nothing yet."""
    claim = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mailings_claim (id, letter_id, lease_until, held, in_flight)"
            " VALUES (%s, %s, statement_timestamp() + make_interval(secs => %s), '{}', '{}')",
            [claim, letter_id, LEASE],
        )
    return claim


def claim_slice(claim: UUID, letter_id: UUID, holding: Collection[UUID] = (), most: int = SLICE) -> Slice:
    """Take up to ``most`` due envelopes besides those that the claim still holds; committed when it returns.

    Raises ClaimLost.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(letter_id)])
        cursor.execute(
            f"SELECT l.kind, {_HELD_BACK}, {_SENDABLE} FROM mailings_letter l WHERE l.id = %s FOR SHARE",  # noqa: S608
            [letter_id],
        )
        row = cursor.fetchone()
        if row is None or row[1] or not row[2]:
            return Slice()
        cursor.execute(_ELSEWHERE, [letter_id, claim])
        elsewhere = [found[0] for found in cursor.fetchall()]
        taken, barred = _take(letter_id, row[0], [*elsewhere, *holding], most)
        cursor.execute(
            _HOLD, {"claim": claim, "held": as_array([*holding, *(one.id for one in taken)]), "lease": LEASE}
        )
        if cursor.rowcount != 1:
            raise ClaimLost
        if barred:
            cursor.execute(_STOP, [barred])
    return Slice(taken, stopped=len(barred))


def _take(letter_id: UUID, kind: str, held: list[UUID], most: int) -> tuple[tuple[Claimed, ...], list[UUID]]:
    barring = Suppression.FOR_GOOD if kind in Letter.AUTOMATIC else Suppression.Reason
    statement = _TAKE.format(entitled=_ENTITLED[Letter.Kind(kind)], open=_OPEN, due=DUE)
    values: dict[str, Any] = {
        "letter": letter_id,
        "held": as_array(held),
        "most": most,
        "barring": list(map(str, barring)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STRAIGHT)
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return tuple(Claimed(*row[:7]) for row in rows if not row[7]), [row[0] for row in rows if row[7]]


def as_array(ids: Iterable[UUID]) -> str:
    """The text of a ``uuid[]``: psycopg takes a list apart three times as slowly."""
    return f"{{{','.join(map(str, ids))}}}"


def name_in_flight(claim: UUID, in_flight: Collection[UUID]) -> None:
    """Write down all that may be on its way from now on, and hold the claim for another LEASE. Raises ClaimLost."""
    with connection.cursor() as cursor:
        cursor.execute(_NAME, {"claim": claim, "ids": as_array(in_flight), "lease": LEASE})
        if cursor.rowcount != 1:
            raise ClaimLost


def look(letter_id: UUID) -> tuple[bool, bool]:
    """Whether a letter may leave, and whether what has not left is to be kept for later; in the caller's transaction.

    Until that ends nobody can stop it.
    """
    statement = f"SELECT {_SENDABLE}, l.state <> 'stopped' FROM mailings_letter l WHERE l.id = %s FOR SHARE"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [letter_id])
        row: tuple[bool, bool] | None = cursor.fetchone()
        return row if row is not None else (False, False)


def close_claim(claim: UUID) -> None:
    """Let go of what the claim holds; nothing of it may be on its way."""
    Claim.objects.filter(pk=claim).delete()


def is_sendable(letter_id: UUID) -> bool:
    """Whether a letter may leave at this moment; its resting, which holds back only new slices, left aside."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM mailings_letter l WHERE l.id = %s AND {_SENDABLE}", [letter_id])
        return cursor.fetchone() is not None


def hold(letter_id: UUID, seconds: float) -> None:
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
        WHERE {_SENDABLE} AND NOT {_HELD_BACK}
        AND EXISTS (SELECT FROM mailings_envelope e WHERE e.letter_id = l.id AND {_OPEN} AND {DUE})
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def mend_dues() -> int:
    """Bring forward what is due later than anything is ever put off: the clock was set back. How many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mailings_envelope e SET next_attempt_at = statement_timestamp()"  # noqa: S608
            " FROM mailings_letter l WHERE l.id = e.letter_id AND l.state IN ('sending', 'finished', 'standing')"
            f" AND {_OPEN} AND e.next_attempt_at > statement_timestamp() + interval '1 day'"
        )
        return int(cursor.rowcount)
