"""One sender's run through a letter: what it has in hand, what is on the way, and what is to be written down.

The order that keeps every promise: an envelope is claimed (others leave it alone), then named as in flight (committed),
then handed to the connections; its ending is written in the transaction that names the next ones. Killed at any moment,
the claim's row says which envelopes may have left, and all others are free again.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from uuid import UUID

import psycopg
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction

from tocsin.accounts.actors import system
from tocsin.post import Fleet, Outcome, Signer, State

from . import claims, pace, stopping
from .claims import ClaimLost
from .gate import Gate
from .models import Letter
from .outcomes import Ending, record_slice
from .splicing import Addressed, Splicer, Unaddressable, open_envelope
from .watching import Watch

log = logging.getLogger(__name__)

HOLD_SECONDS = 60.0  # that a letter rests after something unforeseen
_ROUND_SECONDS = 1.0  # after which endings are written even if they are few
_TURN_SECONDS = 0.25
_AHEAD_SECONDS = 0.25  # for so long's sending, at the present rate, envelopes are named as in flight
_AT_ONCE = 8  # messages made between two looks at the connections
_LAST_SECONDS = 5.0  # that answers are waited for when the process ends
_DATABASE = (DatabaseError, InterfaceError, psycopg.Error)
_LONGEST_WAIT = 5.0  # between two tries to write down what is known here alone


class Run:
    """Use as a context manager: at its end everything that is known is written down, and the claim let go."""

    def __init__(self, letter_id: UUID, fleet: Fleet, signer: Signer | None, *, forced: bool) -> None:
        self._letter_id, self._fleet, self._signer = letter_id, fleet, signer
        self._splicer = Splicer(letter_id)
        self._gate = Gate(forced=forced)
        self._watch = Watch(letter_id)
        self._hand: deque[Addressed] = deque()
        self._flight: dict[str, Addressed] = {}
        self._endings: list[Ending] = []
        self._ending = False  # nothing more is claimed
        self._halted = False  # and nothing more is begun
        self._ours = True  # the claim stands
        self._got_through = False  # a relay has answered to a message
        self._away: Outcome | None = None
        self._written = self._halted_at = time.monotonic()
        self._capacity = fleet.room
        self._window = self._least = 4 * fleet.connections
        self._heard = 0  # outcomes since the last round
        self._most = max(claims.SLICE, 2 * self._capacity)
        self._claim = claims.open_claim(letter_id)

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Should anything have raised, only what may have left stays in the claim, and the letter rests for a while."""
        if kind is not None:
            self.halt()
            self._gather_last()
        self._round(())
        if not self._flight:
            claims.close_claim(self._claim)
        if kind is not None and not issubclass(kind, _DATABASE):
            claims.hold(self._letter_id, HOLD_SECONDS)
        elif self._away is not None:
            self._rest()
        self._watch.close()

    def goes_on(self) -> bool:
        """Whether anything is in hand or under way, or might still be claimed."""
        if self._halted and stopping.asked.is_set() and time.monotonic() - self._halted_at > _LAST_SECONDS:
            return False
        return bool(self._flight or not self._ending or (self._hand and not self._halted))

    def wants_more(self) -> bool:
        return not self._ending and len(self._hand) < self._capacity // 2

    def end_softly(self) -> None:
        """Claim no more; what is in hand still goes."""
        self._ending = True

    def halt(self) -> None:
        """Begin nothing more, and take back what has not left."""
        if not self._halted:
            self._ending = self._halted = True
            self._halted_at = time.monotonic()
            self._hand.clear()
            self._fleet.recall()

    def refill(self) -> bool:
        """Claim the next slice; true where there is more than we take."""
        room = self._most - len(self._hand) - len(self._flight)
        holding = [one.envelope.id for one in (*self._hand, *self._flight.values())]
        holding += [ending.envelope_id for ending in self._endings]
        try:
            piece = claims.claim_slice(self._claim, self._letter_id, holding, room)
        except ClaimLost:
            self._lose()
            return False
        self._ending = len(piece.envelopes) + piece.stopped < room
        self._splicer.expect(piece.envelopes)
        for envelope in piece.envelopes:
            try:
                self._hand.append(open_envelope(envelope))
            except Unaddressable as fault:
                log.warning("Envelope %s cannot be sent: %s.", envelope.id, fault)
                self._endings.append(Ending(envelope.id, "refused", enhanced="5.1.3", attempts=envelope.attempts))
        return not self._ending

    def step(self) -> None:
        """Begin what may begin, hear what became of what is under way, and write down what is due to be written."""
        batch = self._batch()
        late = time.monotonic() - self._written > _ROUND_SECONDS
        idle = not self._flight and not batch
        if batch or len(self._endings) >= self._window // 2 or (self._endings and (late or idle)) or self._is_old():
            self._send(batch if self._round(batch) else ())
        if self._flight:
            self._turn(_TURN_SECONDS)

    def _is_old(self) -> bool:
        return self._ours and time.monotonic() - self._written > claims.LEASE / 3

    def _batch(self) -> list[Addressed]:
        """Those of the hand that may go now; those whose provider wants us to wait are put back until then."""
        batch: list[Addressed] = []
        if self._halted or self._fleet.outstanding > self._window // 2:
            return batch
        room = min(self._fleet.room, self._window - self._fleet.outstanding)
        while self._hand and len(batch) < room:
            one = self._hand.popleft()
            wait = self._gate.passes(one.bucket)
            if wait > 0:
                self._endings.append(_put_back(one, min(wait, pace.LONGEST_RETRY.total_seconds())))
            else:
                batch.append(one)
        return batch

    def _send(self, batch: Sequence[Addressed]) -> None:
        for number, one in enumerate(batch, start=1):
            self._flight[str(one.envelope.id)] = one
            if not self._halted:
                self._put(one)
            else:
                self._end(one, _put_back(one))
            if number % _AT_ONCE == 0:
                self._turn(0.0)

    def _put(self, one: Addressed) -> None:
        try:
            self._fleet.put(self._splicer.message(one, self._signer))
        except Unaddressable as fault:
            log.warning("Envelope %s cannot be sent: %s.", one.envelope.id, fault)
            self._end(one, Ending(one.envelope.id, "refused", enhanced="5.1.3", attempts=one.envelope.attempts))
        except BaseException:
            self._end(one, _put_back(one))  # it never left
            raise

    def _turn(self, seconds: float) -> None:
        for outcome in self._fleet.turn(seconds):
            self._hear(outcome)
        if self._away is not None and not self._halted:
            self.halt()
        if not self._halted and self._is_stopped():
            self.halt()

    def _is_stopped(self) -> bool:
        """Asked only where the database has told of a change. Should it be away, the next round waits for it."""
        try:
            return self._watch.news() and not claims.is_sendable(self._letter_id)
        except _DATABASE:
            if connection.in_atomic_block:
                raise
            return False

    def _hear(self, outcome: Outcome) -> None:
        self._heard += 1
        one = self._flight[outcome.envelope_id]
        if outcome.about_relay:
            self._away = outcome
        if outcome.state is State.UNTOUCHED or outcome.about_relay:
            self._end(one, _put_back(one))
            return
        state, enhanced = str(outcome.state), outcome.enhanced or ""
        self._got_through = True
        self._gate.hear(one.bucket, state, outcome.code, enhanced)
        self._end(one, Ending(one.envelope.id, state, outcome.code, enhanced, one.envelope.attempts, one.provider))

    def _end(self, one: Addressed, ending: Ending) -> None:
        del self._flight[str(one.envelope.id)]
        self._endings.append(ending)

    def _gather_last(self) -> None:
        """After something unforeseen: hear what can be heard at once, and what was taken back."""
        until = time.monotonic() + _LAST_SECONDS
        while self._flight and self._fleet.outstanding and time.monotonic() < until:
            for outcome in self._fleet.turn(_TURN_SECONDS):
                if outcome.envelope_id in self._flight:
                    self._hear(outcome)

    # Writing down

    def _round(self, batch: Sequence[Addressed]) -> bool:
        """Write the endings down and name what is in flight from now on; whether the batch may be sent.

        Waits for a database that is away, or full: the endings are known only here.
        """
        wait = 0.2
        while True:
            try:
                begun = self._write(batch)
                break
            except _DATABASE as fault:
                if connection.in_atomic_block:
                    raise
                log.warning("What became of a slice could not be written down yet: %s.", type(fault).__name__)
                time.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
                close_old_connections()
        self._settle_pace()
        self._endings.clear()
        self._settle_window()
        if batch and not begun:
            self.halt()
        return begun

    def _write(self, batch: Sequence[Addressed]) -> bool:
        """In one transaction: what is in flight from now on, and the endings."""
        begun = False
        with transaction.atomic():
            may_leave, _open = claims.look(self._letter_id)
            named = [*self._flight.values(), *(batch if may_leave else ())]
            if self._ours:
                try:
                    claims.name_in_flight(self._claim, [one.envelope.id for one in named])
                    begun = may_leave
                except ClaimLost:
                    self._lose()
            if self._endings:
                record_slice(
                    actor=system("mailing"), letter_id=self._letter_id, claim=self._claim,
                    endings=list(self._endings), ours=self._ours,
                )  # fmt: skip
        return begun

    def _settle_window(self) -> None:
        """Name as in flight no more than will really be so soon: a slow relay's many would all be uncertain."""
        now = time.monotonic()
        wanted = int(self._heard / max(now - self._written, 0.001) * _AHEAD_SECONDS)
        self._window = max(self._least, min(wanted, self._window * 2, self._capacity))
        self._heard, self._written = 0, now

    def _settle_pace(self) -> None:
        if self._endings:
            for bucket, rate in self._gate.settle().items():
                log.info("The pace of %s falls to %.2f a second.", bucket, rate)

    def _lose(self) -> None:
        """Our lease ended: what we held and had not begun is others' now."""
        log.warning("The claim on a part of letter %s was lost: its lease had ended.", self._letter_id)
        self._ours = False
        self.halt()

    def _rest(self) -> None:
        """Every relay is away: the letter rests, longer each time that nothing got through between."""
        letter = Letter.objects.get(pk=self._letter_id)
        rest = pace.next_rest(0 if self._got_through else letter.pause)
        Letter.objects.filter(pk=letter.pk).update(pause=int(rest))
        claims.hold(letter.pk, rest)


def _put_back(one: Addressed, wait: float = 0.0) -> Ending:
    return Ending(one.envelope.id, "waiting", attempts=one.envelope.attempts, wait=wait, tried=False)
