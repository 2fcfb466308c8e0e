"""Hearing at once that a letter must not leave any more: the database tells when its state or the guard changes."""

from __future__ import annotations

from uuid import UUID

import psycopg
from django.db import connection

_CHANNELS = ("mailings_letter", "front_state")


class Watch:
    """Listens on the thread's own connection; ``news`` costs no more than a look at its socket."""

    def __init__(self, letter_id: UUID) -> None:
        self._letter = str(letter_id)
        self._heard = False
        self._line: psycopg.Connection | None = None

    def news(self) -> bool:
        """Whether something has changed since the last look that may concern the letter.

        True also when the connection is another one than before, since what was told meanwhile is lost.
        """
        line: psycopg.Connection | None = connection.connection
        if line is None or line is not self._line:
            self._listen()
            return True
        pq = line.pgconn
        pq.consume_input()
        while (notice := pq.notifies()) is not None:
            self._hear(notice.relname.decode(), notice.extra.decode())
        heard, self._heard = self._heard, False
        return heard

    def close(self) -> None:
        """Stop listening, where the connection is still the same."""
        if self._line is None or connection.connection is not self._line:
            return
        self._line.remove_notify_handler(self._notify)
        if not self._line.closed and not connection.needs_rollback:
            with connection.cursor() as cursor:
                for channel in _CHANNELS:
                    cursor.execute(f"UNLISTEN {channel}")
        self._line = None

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            for channel in _CHANNELS:
                cursor.execute(f"LISTEN {channel}")
        self._line = connection.connection
        assert self._line is not None  # noqa: S101 (a cursor was just opened on it)
        self._line.add_notify_handler(self._notify)

    def _notify(self, notice: psycopg.Notify) -> None:
        """Told while another statement was answered."""
        self._hear(notice.channel, notice.payload)

    def _hear(self, channel: str, payload: str) -> None:
        if channel == "front_state" or payload == self._letter:
            self._heard = True
