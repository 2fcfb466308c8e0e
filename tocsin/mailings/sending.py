"""Sending slices of one letter: claim, splice, hand over, write down.

What is in flight is in the database before its first byte leaves. Between two messages the holder renews its claim and
looks whether the letter may still leave; what has not begun then goes back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from tocsin.accounts.actors import system
from tocsin.front.drain import Box, drain_batch
from tocsin.post import Courier, Message

from . import claims, stopping
from .claims import Claimed, Slice, claim_slice
from .outcomes import Ending, record_slice
from .splicing import Splicer, Unaddressable, relay, signer

log = logging.getLogger(__name__)

JOB_SECONDS = 20.0  # after which a job gives way to others and asks for its own successor
RENEW_SECONDS = claims.LEASE / 3
HOLD_SECONDS = 60  # that a letter rests after something unforeseen
_WAIT_FOR_DRAIN = 5.0
# What must be known before anybody is written to again.
LEAVING = Box("contact", frozenset({"unsubscribe", "resubscribe"}), drained_by=frozenset({"system:letterbox"}))


def send_slices(letter_id: UUID, *, broadcast: bool, seconds: float = JOB_SECONDS) -> bool:
    """Send what is due of a letter, slice by slice, over one connection; true where it must go on in another job.

    That is so when the time is up, and when somebody's unsubscription still lies unread: then nobody is written to.
    """
    until = time.monotonic() + seconds
    with Courier(relay(), signer()) as courier:
        while not stopping.asked.is_set():
            if time.monotonic() >= until:
                return True
            if broadcast and not drain_unsubscriptions():
                return True
            piece = claim_slice(letter_id)
            if not piece:
                return False
            send_slice(piece, courier)
    return True


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


def send_slice(piece: Slice, courier: Courier) -> Mapping[str, int]:
    """Hand over a claimed slice and write down what became of each envelope. Returns how many got which state.

    Should anything raise, what is known is written down, what has not begun goes back, the letter is held for a while,
    and only the message that was on its way becomes uncertain, when its lease ends.
    """
    run = _Run(piece)
    try:
        for outcome in courier.deliver(run.messages()):
            which = UUID(outcome.envelope_id)
            run.endings[which] = Ending(which, str(outcome.state), outcome.code, outcome.enhanced or "")
    except BaseException:
        _written(piece, run.known())
        claims.hold(piece.letter_id, HOLD_SECONDS)
        raise
    return _written(piece, run.known())


class _Run:
    """A slice on its way: which of its envelopes have begun, and how they ended."""

    def __init__(self, piece: Slice) -> None:
        self.piece = piece
        self.begun: set[UUID] = set()
        self.endings: dict[UUID, Ending] = {}

    def known(self) -> list[Ending]:
        """Every ending, and 'waiting' for what has not begun."""
        unbegun = [Ending(one.id, "waiting") for one in self.piece.envelopes if one.id not in self.begun]
        return [*self.endings.values(), *unbegun]

    def messages(self) -> Iterator[Message]:
        """Each message is made when its turn comes; they end early where the rest must not leave (now)."""
        if not self.piece.envelopes:
            return
        splicer, renewed = Splicer(self.piece.letter_id), time.monotonic()
        for envelope in self.piece.envelopes:
            if not claims.is_sendable(self.piece.letter_id) or stopping.asked.is_set():
                return
            if time.monotonic() - renewed > RENEW_SECONDS:
                claims.renew(self.piece.claim, self.piece.letter_id)
                renewed = time.monotonic()
            message = self._message(splicer, envelope)
            if message is not None:
                self.begun.add(envelope.id)
                yield message

    def _message(self, splicer: Splicer, envelope: Claimed) -> Message | None:
        try:
            return splicer.message(envelope)
        except Unaddressable as fault:
            log.warning("Envelope %s cannot be sent: %s.", envelope.id, fault)
            self.begun.add(envelope.id)
            self.endings[envelope.id] = Ending(envelope.id, "refused", enhanced="5.1.3")
            return None


def _written(piece: Slice, endings: list[Ending]) -> Mapping[str, int]:
    """Write the endings down, waiting for a database that is away: they are known only here."""
    wait = 0.2
    while True:
        try:
            return record_slice(actor=system("mailing"), piece=piece, endings=endings)
        except (DatabaseError, InterfaceError) as fault:
            if connection.in_atomic_block or wait > claims.LEASE:
                raise
            log.warning("What became of a slice could not be written down yet: %s.", type(fault).__name__)
            time.sleep(wait)
            wait *= 2
            close_old_connections()
