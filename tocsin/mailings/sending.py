"""Sending one letter's due envelopes for a while: claim, drain unsubscriptions, send, write down, say what is left.

What is in flight is in the database before its first byte leaves; ``run`` says how.
"""

from __future__ import annotations

import threading
import time
from uuid import UUID

from django.conf import settings
from django.db import connection

from tocsin.accounts.actors import system
from tocsin.front.drain import Box, drain_batch
from tocsin.post import Fleet

from . import claims, queueing, stopping
from .models import Letter
from .outcomes import finish_letter, is_done
from .postage import relays, signer
from .run import Run

JOB_SECONDS = 20.0  # after which a job gives way to others and asks for its own successor
HELP_SECONDS = 2.0  # between two calls for other workers to join
_WAIT_FOR_DRAIN = 5.0
# What must be known before anybody is written to again.
LEAVING = Box("contact", frozenset({"unsubscribe", "resubscribe"}), drained_by=frozenset({"system:letterbox"}))

_here: set[UUID] = set()
_lock = threading.Lock()


def send_slices(letter_id: UUID, *, broadcast: bool, seconds: float = JOB_SECONDS) -> bool:
    """Send what is due of a letter, over several connections; true where it must go on in another job.

    That is so when the time is up, and when somebody's unsubscription still lies unread: then nobody is written to. A
    process sends a letter in one thread at a time; other processes may send of it at the same time.
    """
    with _lock:
        if letter_id in _here:
            return False
        _here.add(letter_id)
    try:
        return _send(letter_id, broadcast=broadcast, until=time.monotonic() + seconds)
    finally:
        with _lock:
            _here.discard(letter_id)


def _send(letter_id: UUID, *, broadcast: bool, until: float) -> bool:
    if not claims.is_sendable(letter_id):
        return False
    with Fleet(relays(), connections=settings.TOCSIN.mail_connections) as fleet:
        run = Run(letter_id, fleet, signer(), forced=not broadcast)
        more = _keep_running(run, letter_id, broadcast=broadcast, until=until)
    letter = Letter.objects.get(pk=letter_id)
    if is_done(letter):
        finish_letter(actor=system("mailing"), letter_id=letter_id)
    return more


def _keep_running(run: Run, letter_id: UUID, *, broadcast: bool, until: float) -> bool:
    asked_for_help, more = 0.0, False
    with run:
        while run.goes_on():
            now = time.monotonic()
            if stopping.asked.is_set():
                more = True
                run.halt()
            elif run.wants_more() and now >= until:
                more = True
                run.end_softly()
            elif run.wants_more():
                if broadcast and not drain_unsubscriptions():
                    more = True
                    run.end_softly()
                elif run.refill() and now - asked_for_help > HELP_SECONDS:
                    asked_for_help = now
                    queueing.want_slice(letter_id, automatic=not broadcast)
            run.step()
    return more


def drain_unsubscriptions() -> bool:
    """Act on every unsubscription in the letterbox, those that another worker has in hand included.

    False where some are still there after a while.
    """
    until = time.monotonic() + _WAIT_FOR_DRAIN
    while drain_batch(actor=system("letterbox"), box=LEAVING).rows or _still_there():
        if time.monotonic() >= until:
            return False
        time.sleep(0.02)
    return True


def _still_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM front_letterbox WHERE kind = ANY(%s) LIMIT 1", [sorted(LEAVING.kinds)])
        return cursor.fetchone() is not None
