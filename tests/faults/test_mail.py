"""The short form of ``mail``: each way to kill once or twice over a small letter."""

from __future__ import annotations

from tests.faults.mail import rows
from tests.faults.table import as_text


def test_letters_under_fire() -> None:
    done = rows(times=2, size=600)
    assert all(row.right for row in done), as_text(done)
