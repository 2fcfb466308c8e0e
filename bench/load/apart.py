"""The load generator in a process of its own, so that it shares no interpreter with what it measures."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from .pump import Taken, drive

Making = Callable[..., Sequence[bytes]]


def driven(port: int, making: Making, *words: Any, connections: int, per_second: float | None = None) -> Taken:
    """``drive`` with the requests that ``making(*words)`` makes before the clock runs. Raises what the other raised."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_drive, args=(theirs, port, making, words, connections, per_second)
    )
    process.start()
    theirs.close()
    try:
        said = ours.recv()
    except EOFError:
        raise RuntimeError("the load generator died") from None
    finally:
        process.join()
    if isinstance(said, Exception):
        raise said
    return said


def _drive(
    pipe: Connection, port: int, making: Making, words: tuple[Any, ...], connections: int, per_second: float | None
) -> None:
    try:
        pipe.send(drive(port, making(*words), connections=connections, per_second=per_second))
    except Exception as fault:
        pipe.send(fault)
