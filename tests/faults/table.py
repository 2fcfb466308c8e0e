"""A row for each fault: how often it was made, what it cost, and what it may cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``lost`` and ``repeated`` must be none; ``unknown`` at most ``allowed``. ``note``: what else was looked at."""

    fault: str
    times: int
    lost: int
    repeated: int
    unknown: int
    allowed: int
    note: str = ""

    @property
    def right(self) -> bool:
        return self.times > 0 and self.lost == self.repeated == 0 and self.unknown <= self.allowed


def as_text(rows: Sequence[Row]) -> str:
    lines = [f"{'fault':<44}{'times':>6}{'lost':>6}{'repeated':>10}{'unknown':>9}{'allowed':>9}  "]
    for row in rows:
        counts = f"{row.times:>6}{row.lost:>6}{row.repeated:>10}{row.unknown:>9}{row.allowed:>9}"
        lines.append(f"{row.fault:<44}{counts}  {'' if row.right else 'WRONG '}{row.note}")
    return "\n".join(lines) + "\n"
