"""Freezing a letter's audience: each candidate becomes one envelope or is counted under one reason, in SQL alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from .models import Letter

# Each reason is asked in this order, so that nobody is counted under two.
_NEWSLETTER = """
    SELECT c.id AS contact_id, s.language,
           CASE WHEN c.erased_at IS NOT NULL THEN 'erased'
                WHEN s.state = 'requested' THEN 'unconfirmed'
                WHEN s.state = 'ended' THEN 'unsubscribed'
                WHEN p.blind_index IS NOT NULL THEN 'suppressed' END AS reason
    FROM supporters_subscription s
    JOIN supporters_contact c ON c.id = s.contact_id
    LEFT JOIN supporters_suppression p ON p.blind_index = c.blind_index
"""
_UPDATE = """
    SELECT c.id AS contact_id, s.language,
           CASE WHEN c.erased_at IS NOT NULL THEN 'erased'
                WHEN s.state = 'withdrawn' THEN 'withdrawn'
                WHEN s.state = 'pending' THEN 'unconfirmed'
                WHEN NOT s.updates THEN 'declined'
                WHEN s.updates_ended_at IS NOT NULL THEN 'unsubscribed'
                WHEN p.blind_index IS NOT NULL THEN 'suppressed' END AS reason
    FROM campaigns_signature s
    JOIN supporters_contact c ON c.id = s.contact_id
    LEFT JOIN supporters_suppression p ON p.blind_index = c.blind_index
    WHERE s.campaign_id = %(campaign)s
"""
# In the order of their contacts, and with keys that ascend where PostgreSQL makes such: what is sent together then lies
# together in every index, and a letter to a million writes a fraction of the log.
_FREEZE = """
    WITH candidate AS MATERIALIZED ({candidates}),
    addressed AS (
        INSERT INTO mailings_envelope
               (id, letter_id, contact_id, language, state, attempts, next_attempt_at, enhanced, left_uncertain)
        SELECT {new_id}(), %(letter)s, contact_id,
               CASE WHEN language = ANY(%(languages)s) THEN language ELSE %(fallback)s END,
               'waiting', 0, 'epoch', '', false
        FROM candidate WHERE reason IS NULL ORDER BY contact_id
    ),
    left_out AS (
        INSERT INTO mailings_exclusion (letter_id, reason, contacts)
        SELECT %(letter)s, reason, count(*) FROM candidate WHERE reason IS NOT NULL GROUP BY reason
    )
    SELECT count(*) FROM candidate
"""


def freeze(letter: Letter) -> int:
    """Write the envelopes and exclusions of a broadcast; returns the number of candidates.

    The letter's row is locked by the caller. Setting ``frozen_at`` makes the database prove that the sum is right: it
    raises IntegrityError where it is not, and refuses envelopes that are added or removed later.
    """
    languages = sorted(letter.texts.values_list("language", flat=True))
    values: Mapping[str, Any] = {
        "letter": letter.pk,
        "campaign": letter.campaign_id,
        "languages": languages,
        "fallback": "en" if "en" in languages else languages[0],
    }
    candidates = _UPDATE if letter.kind == Letter.Kind.UPDATE else _NEWSLETTER
    with connection.cursor() as cursor:
        cursor.execute(_FREEZE.format(candidates=candidates, new_id=_new_id()), values)
        count = int(cursor.fetchone()[0])
        cursor.execute(
            "UPDATE mailings_letter SET candidates = %s, frozen_at = now() WHERE id = %s", [count, letter.pk]
        )
    return count


def _new_id() -> str:
    """PostgreSQL's function for a new key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return "uuidv7" if cursor.fetchone()[0] >= 180_000 else "gen_random_uuid"
