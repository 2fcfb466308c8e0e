"""Delivering a batch of messages over one kept connection, in order: for small amounts, and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType

from .dkim import Signer, Unsignable
from .fleet import Fleet
from .messages import Message, Outcome, State
from .relay import Relay

_LONG = 3600.0  # seconds; a turn ends as soon as an outcome is known, and each phase has its own limit


def deliver(messages: Iterable[Message], *, relay: Relay, signer: Signer | None) -> list[Outcome]:
    """Hand each message to the relay: one outcome a message, in their order.

    accepted: the relay answered 2xx to the final dot. refused: 5xx, or an address or message that cannot be sent.
    deferred: 4xx, no session with the relay, or the connection died before the final dot. uncertain: it died between
    the dot and its answer. A 5xx about our own login (RFC 4954) is deferred: no recipient is at fault.

    The messages are all made before the first is sent, so an error in making them loses no outcome.
    """
    ready = list(messages)
    with Courier(relay, signer) as courier:
        return list(courier.deliver(ready))


class Courier:
    """Keeps one connection over several batches; a context manager. Not for use by two threads."""

    def __init__(self, relay: Relay, signer: Signer | None = None) -> None:
        self.relay = relay
        self.signer = signer
        self._fleet: Fleet | None = None

    def __enter__(self) -> Courier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._fleet is not None:
            self._fleet.close()
            self._fleet = None

    def deliver(self, messages: Iterable[Message]) -> Iterator[Outcome]:
        """Yield each outcome as soon as it is known. Once the relay is away, the rest are deferred unsent."""
        away: Outcome | None = None
        for message in messages:
            if away is None:
                outcome = self._carry(message)
                if outcome.state is not State.UNTOUCHED:
                    yield outcome
                away = outcome if outcome.about_relay else None
                if outcome.state is not State.UNTOUCHED:
                    continue
                away = outcome
            yield Outcome(message.envelope_id, State.DEFERRED, away.code, away.enhanced, away.text, about_relay=True)

    def _carry(self, message: Message) -> Outcome:
        fleet = self._fleet = self._fleet or Fleet([self.relay], connections=1)
        try:
            fleet.put(self._sealed(message))
        except Unsignable as fault:
            return Outcome(message.envelope_id, State.REFUSED, None, "5.6.0", str(fault))
        while True:
            outcomes = fleet.turn(_LONG)
            if outcomes:
                return outcomes[0]

    def _sealed(self, message: Message) -> Message:
        if self.signer is None:
            return message
        data = b"".join(message.data)
        return Message(message.envelope_id, message.sender, message.recipient, (self.signer.sign(data), data))
