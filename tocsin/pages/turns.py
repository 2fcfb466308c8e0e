"""One renders after the other: pages tell of each other, and the last to write must have seen all."""

from __future__ import annotations

from django.db import connection

# Any constant: the key of the lock under which pages are rendered one after the other.
WINDOW_LOCK = 0x77696E64


def take_turns() -> None:
    """Wait until nobody else renders. Ask before a page's row is changed: who renders changes other pages' rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WINDOW_LOCK])
