"""The short form of ``mail``: each way to kill, and a pause in the middle of it, once or twice over a small letter."""

from __future__ import annotations

from tests.faults.mail import FAULTS, rows
from tests.faults.table import as_text


def test_letters_under_fire() -> None:
    done = rows(times=2, size=600, faults=tuple(fault for fault in FAULTS if "kill" in fault or "pause" in fault))
    assert all(row.right for row in done), as_text(done)
