"""Faults on demand, so that tests of the worker meet a relay that is really unreliable."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass
class Misbehaviour:
    """Shares (0 to 1) of mails that are refused at RCPT, deferred after DATA, or kept but never answered.

    ``delay`` (seconds) is waited before each answer to DATA. The same seed gives the same faults in the same order.
    """

    refuse: float = 0.0
    defer: float = 0.0
    drop: float = 0.0
    delay: float = 0.0
    seed: int = 0
    _random: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not all(0 <= share <= 1 for share in (self.refuse, self.defer, self.drop)) or self.delay < 0:
            raise ValueError("Rates lie between 0 and 1, and a delay is not negative.")
        self._random = Random(self.seed)  # noqa: S311 -- faults, not secrets

    def happens(self, share: float) -> bool:
        return share > 0 and self._random.random() < share
