"""Giving opened rows to the rooms that handle them, in whole batches, and keeping what each row's outcome was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from tocsin.core.keyring import KeyExposed, KeyMissing

from .opening import Opened, Sealed
from .payloads import KINDS, AnyPayload

log = logging.getLogger("tocsin.front.drain")

Rows = Sequence[Opened[Any]]
Handler = Callable[[Sequence[Opened[Any]]], Sequence[str]]
Who = Callable[[Sequence[Opened[Any]]], Sequence[Hashable]]
H = TypeVar("H", bound=Callable[..., Sequence[str]])

# The order of acting within a wave, which is that of a person's steps.
ORDER = (
    *("sign", "confirm", "withdraw", "subscribe", "confirm-subscription", "unsubscribe", "resubscribe"),
    *("comment", "report", "family-code"),
)


# Trouble of the database, the keys or the installation: the batch stays in the letterbox and is taken up again.
NOT_THE_ROWS_FAULT = (OperationalError, InterfaceError, KeyMissing, KeyExposed, ImportError, OSError, MemoryError)


@dataclass(frozen=True)
class _Registered:
    handler: Handler
    who: Who | None


_handlers: dict[str, _Registered] = {}


def handles(kind: str, *, who: Who | None = None) -> Callable[[H], H]:
    """Register a room's handler of a letterbox kind; a kind has one. Raises ValueError.

    ``who`` names, row by row, whose row it is (the same person, the same value, whatever the kind): it keeps that
    person's rows in order. The handler runs in the batch's transaction and returns one outcome a row; if it
    raises, the row that made it raise is set aside.
    """
    if kind not in KINDS or kind in _handlers:
        raise ValueError(f"'{kind}' is no kind of the letterbox, or has a handler")

    def register(handler: H) -> H:
        _handlers[kind] = _Registered(handler, who)
        return handler

    return register


@dataclass
class Outcomes:
    """Row id -> outcome, or why the row was set aside; a row is in one of them."""

    ended: dict[UUID, str] = field(default_factory=dict)
    poisoned: dict[UUID, str] = field(default_factory=dict)

    def poison(self, row: Opened[Any] | Sealed, why: str) -> None:
        self.poisoned[row.id] = why

    def end(self, rows: Rows, said: Sequence[str]) -> None:
        self.ended.update({row.id: str(outcome) for row, outcome in zip(rows, said, strict=True)})


def handle(rows: Sequence[Opened[AnyPayload]], outcomes: Outcomes) -> None:
    """Give every row to its handler and keep the outcome; what nobody handles is set aside."""
    known = []
    for row in sorted(rows, key=lambda row: row.payload.at):
        if row.kind in _handlers:
            known.append(row)
        else:
            outcomes.poison(row, "unhandled")
    for kind, batch in _waves(known):
        _give(_handlers[kind].handler, batch, outcomes)


def _waves(rows: Rows) -> Iterator[tuple[str, list[Opened[Any]]]]:
    """Batches of one kind, as few and large as keep each person's rows in their order."""
    if len({row.kind for row in rows}) == 1:  # they are in their order: nobody need be asked whose they are
        yield rows[0].kind, list(rows)
        return
    owners, waves, last = _owners(rows), dict[tuple[int, int], list[Opened[Any]]](), dict[Hashable, tuple[int, int]]()
    for row in rows:
        owner, rank = owners[row.id], ORDER.index(row.kind)
        wave, before = last.get(owner, (0, rank))
        place = (wave if rank >= before else wave + 1, rank)
        last[owner] = place
        waves.setdefault(place, []).append(row)
    for place in sorted(waves):
        yield ORDER[place[1]], waves[place]


def _owners(rows: Rows) -> dict[UUID, Hashable]:
    owners: dict[UUID, Hashable] = {row.id: row.id for row in rows}
    for kind in {row.kind for row in rows}:
        who, of_kind = _handlers[kind].who, [row for row in rows if row.kind == kind]
        if who is not None:
            owners |= zip([row.id for row in of_kind], who(of_kind), strict=True)
    return owners


def _give(handler: Handler, rows: Rows, outcomes: Outcomes) -> None:
    """One call for all rows; if it raises, halves, until the row that cannot be handled stands alone."""
    try:
        with transaction.atomic():
            said = handler(rows)
            if len(said) != len(rows):
                raise ValueError("a handler returns one outcome a row")
    except NOT_THE_ROWS_FAULT:
        raise
    except Exception as error:
        if len(rows) == 1:
            log.error("A letterbox row of kind %s was set aside: %s.", rows[0].kind, type(error).__name__)
            outcomes.poison(rows[0], f"handler:{type(error).__name__}")
            return
        for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            _give(handler, half, outcomes)
    else:
        outcomes.end(rows, said)
