"""Tables of letters, syllables and names: one entry a line, ``#`` begins a remark."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def lines(table: str) -> list[str]:
    """The entries of one table."""
    text = (_HERE / f"{table}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
