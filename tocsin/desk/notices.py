"""One thing that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """In words, where to go, and whether it cannot wait."""

    words: str
    address: str
    urgent: bool = False
