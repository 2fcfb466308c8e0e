"""The loop that drains and counts: a fault in the count does not keep the letterbox from being drained."""

from __future__ import annotations

import logging

import pytest

from tocsin.campaigns import counting
from tocsin.mailings import draining


def test_a_count_that_fails_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_named: object) -> None:
        raise ZeroDivisionError("with a secret in its words")

    monkeypatch.setattr(counting, "count", fail)
    with caplog.at_level(logging.ERROR):
        assert draining._count() is False
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text
    monkeypatch.setattr(counting, "count", lambda **_named: None)
    assert draining._count() is True
