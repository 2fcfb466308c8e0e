"""One earlier state of something in a case, in words: for the history on its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class EarlierState:
    """Until ``at``, when ``by`` corrected it for ``reason``, this stood there: (label, words)."""

    at: dt.datetime
    by: str
    reason: str
    told: tuple[tuple[str, str], ...]
