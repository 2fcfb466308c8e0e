"""Logs say where something failed, and nothing of what was in it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import pytest

from tocsin.site.logs import SilentFormatter

NAME = "김철수"


def plain() -> None:
    raise ValueError(f"not a number: {NAME}")


def chained() -> None:
    try:
        plain()
    except ValueError as error:
        raise KeyError(NAME) from error


def within() -> None:
    try:
        plain()
    except ValueError:
        raise RuntimeError(NAME)  # noqa: B904 (an exception within another is what is tried)


def noted() -> None:
    error = ValueError(NAME)
    error.add_note(NAME)
    raise ExceptionGroup(NAME, [error])


@pytest.mark.parametrize("fault", [plain, chained, within, noted])
def test_a_traceback_names_kinds_and_places_only(fault: Callable[[], None]) -> None:
    try:
        fault()
    except Exception:
        record = logging.LogRecord("tocsin", logging.ERROR, __file__, 1, "It failed.", (), sys.exc_info())
    said = SilentFormatter("%(message)s").format(record)
    assert said.startswith("It failed.")
    assert f"in {fault.__name__}" in said
    assert "Error" in said or "ExceptionGroup" in said
    assert NAME not in said


def test_the_desk_and_the_worker_log_with_it() -> None:
    handlers = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    assert handlers
    assert all(isinstance(handler.formatter, SilentFormatter) for handler in handlers)
