"""Audit entries that wait for the end of the outermost action of this thread.

The audit's chain is written one entry after the other, under a lock that is held until the commit. Were it taken at the
end of an inner action, the outer one could then wait for a row whose holder waits for the chain. So inner actions leave
their entries here. An entry whose savepoint is rolled back goes with it: its mark disappears from what the connection
will do on commit, which is how Django itself keeps track of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from . import audit
from .actor import Actor

Mark = Callable[[], None]


class Entries:
    """What the actions under way have to say; ``write`` does nothing for an inner one."""

    def __init__(self, waiting: list[tuple[Mark, dict[str, Any]]], *, outermost: bool) -> None:
        self._waiting = waiting
        self._outermost = outermost

    def add(self, *, kind: str, actor: Actor, subject: str, detail: Mapping[str, Any]) -> None:
        """Say one thing, in the transaction in which it was done."""

        def mark() -> None:
            """Does nothing; is there as long as the transaction is not rolled back."""

        transaction.on_commit(mark)
        self._waiting.append((mark, {"kind": kind, "actor": actor, "subject": subject, "detail": detail}))

    def write(self) -> None:
        """Append to the audit, in order, what has not been rolled back. Raises UnknownKind."""
        if not self._outermost:
            return
        alive = {id(wanted[1]) for wanted in connection.run_on_commit}
        for mark, entry in self._waiting:
            if id(mark) in alive:
                audit.record(**entry)
        self._waiting.clear()
        # An action that runs on commit is no part of this one, and writes its own entry.
        _under_way.set(None)


_under_way: ContextVar[list[tuple[Mark, dict[str, Any]]] | None] = ContextVar("entries_under_way", default=None)


@contextmanager
def gathered() -> Iterator[Entries]:
    """The entries of the outermost action, which this one may be."""
    waiting = _under_way.get()
    if waiting is not None:
        yield Entries(waiting, outermost=False)
        return
    waiting = []
    token = _under_way.set(waiting)
    try:
        yield Entries(waiting, outermost=True)
    finally:
        _under_way.reset(token)
