"""Publishing what a release tells, and withdrawing it, do not pass each other unseen.

Whoever publishes holds a shared lock on the release to the end of their transaction, and never waits for one. A
withdrawal takes the lock alone before it touches anything: it waits for those who are publishing, so that it sees
their pages and darkens them too, while whoever comes later is refused.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

# The upper half of PostgreSQL's advisory locks with two numbers: ours for releases.
SPACE = 0x72656C65


def hold(release_id: UUID) -> bool:
    """Keep the release from being withdrawn until this transaction ends; False while it is being withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s, %s)", [SPACE, _number(release_id)])
        return bool(cursor.fetchone()[0])


def take(release_id: UUID) -> None:
    """Wait until nobody is publishing the release, and let nobody begin until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SPACE, _number(release_id)])


def _number(release_id: UUID) -> int:
    """32 of its random bits, signed; two releases that share them merely wait for each other."""
    return int.from_bytes(release_id.bytes[:4], signed=True)
