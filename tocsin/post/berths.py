"""Which of several relays the next connection goes to: by weight, leaving those alone that are away."""

from __future__ import annotations

from dataclasses import dataclass

from .relay import Relay, RelayAway

_LONGEST_REST = 60.0  # seconds
_FULL_SECONDS = 30.0


@dataclass
class Berth:
    """A relay and how it fares: connections open or opening, and until when it is left alone (monotonic seconds)."""

    relay: Relay
    lines: int = 0
    lost: int = 0  # connections in a row that were lost or did not come about
    rests: int = 0  # times in a row that it was left alone
    until: float = 0.0
    fault: RelayAway | None = None

    def away(self, now: float) -> bool:
        """It has said, or shown, that it wants none of us for now; connections that are open are left idle."""
        return self.fault is not None and now < self.until

    def well(self) -> None:
        """It answered to a message."""
        self.lost = self.rests = 0
        self.fault = None

    def refused_us(self, fault: RelayAway, now: float) -> None:
        """A connection did not come about. With others open that only means 'no more of them'."""
        if self.lines > 0:
            self.until = now + _FULL_SECONDS
        else:
            self._rest(fault, now)

    def lost_one(self, now: float, fault: RelayAway | None = None) -> None:
        """A connection was lost under a message; or the relay said that it wants none of us."""
        self.lost += 1
        if fault is not None or self.lost >= self.relay.patience:
            self._rest(fault or RelayAway("The relay lost too many connections in a row."), now)

    def _rest(self, fault: RelayAway, now: float) -> None:
        self.fault = fault
        self.lost = 0
        self.until = now + min(2.0**self.rests, _LONGEST_REST)
        self.rests = min(self.rests + 1, 10)


def choose(berths: list[Berth], now: float) -> Berth | None:
    """The berth with the fewest connections for its weight; those of weight 0 only while no other is to be had."""
    free = [berth for berth in berths if berth.until <= now]
    weighted = [berth for berth in free if berth.relay.weight > 0]
    if weighted:
        return min(weighted, key=lambda berth: (berth.lines + 1) / berth.relay.weight)
    if any(berth.relay.weight > 0 and berth.lines > 0 for berth in berths):
        return None
    return min(free, key=lambda berth: berth.lines, default=None)
