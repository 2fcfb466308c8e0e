"""Addresses that must not be written to, as hashes that outlive erasure.

What each reason means for a person's own fresh request (a signature, a subscription):

- *unsubscribed*, *erased*: it is allowed, and confirming it lifts the suppression. Both are the person's own wishes
  (GDPR Art. 7(3), 17, 21), and so is the new one; keeping somebody from signing because they once left a list
  would turn a right against its owner. Until they confirm, nothing but the few mails that ask them to is sent.
- *complained*, *bounced*: it is refused. Their provider has told us that mail there is unwanted or cannot arrive;
  writing again harms every other reader. Nothing is kept of the request.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from .models import Suppression

_SUPPRESS = """
INSERT INTO supporters_suppression AS known (blind_index, reason, since)
SELECT blind_index, %s, %s FROM supporters_contact
WHERE id = ANY(%s) AND blind_index IS NOT NULL ORDER BY blind_index
ON CONFLICT (blind_index) DO UPDATE SET reason = EXCLUDED.reason, since = EXCLUDED.since
WHERE known.reason <> ALL(%s)
"""
_LIFT = """
DELETE FROM supporters_suppression s USING supporters_contact c
WHERE c.blind_index = s.blind_index AND c.id = ANY(%s) AND s.reason = ANY(%s) AND s.since >= %s
RETURNING c.id, s.since
"""
_OF_CONTACTS = """
SELECT c.id, s.reason FROM supporters_contact c JOIN supporters_suppression s USING (blind_index) WHERE c.id = ANY(%s)
"""


def bar(ids: Collection[UUID], reason: Suppression.Reason, hour: datetime) -> None:
    """Suppress the addresses of these contacts. A complaint or bounce stays, whatever comes after it."""
    with connection.cursor() as cursor:
        cursor.execute(_SUPPRESS, [str(reason), hour, list(ids), [str(r) for r in Suppression.FOR_GOOD]])


def lift_by_own_wish(ids: Collection[UUID]) -> None:
    """These contacts have confirmed a fresh request: their former wish not to be written to is over."""
    _lift(ids, [Suppression.Reason.UNSUBSCRIBED, Suppression.Reason.ERASED], None)


def take_back(ids: Collection[UUID], not_before: datetime) -> dict[UUID, datetime]:
    """Lift unsubscriptions from all that are no older; returns whose, and the hour in which it was made."""
    return _lift(ids, [Suppression.Reason.UNSUBSCRIBED], not_before)


def reasons(ids: Collection[UUID]) -> dict[UUID, str]:
    """Which of these contacts must not be written to, and why. For the worker: it reads the blind index."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CONTACTS, [list(ids)])
        return dict(cursor.fetchall())


def _lift(ids: Collection[UUID], why: list[Suppression.Reason], not_before: datetime | None) -> dict[UUID, datetime]:
    since = not_before or "-infinity"
    with connection.cursor() as cursor:
        cursor.execute(_LIFT, [list(ids), [str(reason) for reason in why], since])
        return dict(cursor.fetchall())
