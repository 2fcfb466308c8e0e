"""Delivering a batch of messages over one kept connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType

from .addresses import Address, BadAddress, parse_address
from .dkim import Signer, Unsignable
from .line import Line, Verdict
from .messages import Message, Outcome, State
from .relay import Relay, RelayAway


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
        self._line: Line | None = None
        self._lost = 0  # connections lost in a row
        self._away: RelayAway | None = None

    def __enter__(self) -> Courier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def deliver(self, messages: Iterable[Message]) -> Iterator[Outcome]:
        """Yield each outcome as soon as it is known. Once the relay is away, the rest are deferred unsent."""
        self._lost, self._away = 0, None
        for message in messages:
            verdict = self._carry(message)
            yield Outcome(message.envelope_id, verdict.state, verdict.code, verdict.enhanced, verdict.text)

    def _carry(self, message: Message) -> Verdict:
        if self._away is not None:
            return _away(self._away)
        try:
            sender, recipient = parse_address(message.sender), parse_address(message.recipient)
            data = self._sealed(message)
        except BadAddress as fault:
            return Verdict(State.REFUSED, enhanced="5.1.3", text=str(fault))
        except (Unsignable, BadData) as fault:
            return Verdict(State.REFUSED, enhanced="5.6.0", text=str(fault))
        try:
            return self._hand_in(sender, recipient, data)
        except RelayAway as fault:
            self._away = fault
            return _away(fault)

    def _hand_in(self, sender: Address, recipient: Address, data: bytes) -> Verdict:
        """Raises RelayAway."""
        line = self._open()
        verdict = line.carry(sender, recipient, data)
        if verdict.unstarted and line.carried > 1:  # the relay closed for idling, or after so many messages
            line = self._open()
            verdict = line.carry(sender, recipient, data)
        self._lost = self._lost + 1 if line.broken else 0
        if self._lost >= self.relay.patience:
            self._away = RelayAway("The relay lost too many connections in a row.", verdict.code, verdict.enhanced)
        return verdict

    def _sealed(self, message: Message) -> bytes:
        """The message's bytes, signed."""
        data = b"".join(message.data)
        if (
            not data.endswith(b"\r\n")
            or data.count(b"\r\n") != data.count(b"\n")
            or data.count(b"\r") != data.count(b"\n")
        ):
            raise BadData("The message has line ends other than CRLF.")
        return data if self.signer is None else self.signer.sign(data) + data

    def _open(self) -> Line:
        """The kept connection, or a new one. Raises RelayAway."""
        if self._line is None or self._line.broken:
            self._line = None
            self._line = Line(self.relay)
        return self._line


class BadData(ValueError):
    """The message's bytes cannot be sent as they are."""


def _away(fault: RelayAway) -> Verdict:
    return Verdict(State.DEFERRED, fault.code, fault.enhanced, fault.text)
