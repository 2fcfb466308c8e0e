"""Draining the letterbox: rows are claimed, opened, acted on by the room they concern, tallied and deleted at once.

Rooms register what they do with a kind::

    @handles("confirm", who=signers)
    def confirm(rows: Sequence[Opened[Confirm]]) -> list[str]:
        ...                      # one outcome a row, in the same order

A batch is one transaction, so that a row is either still in the letterbox or has its one outcome. Rows of one person
are acted on in the order in which they came (``at``); of two batches drained at the same moment neither is first.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction

from tocsin.core.actions import Actor, Done, NotPermitted, action
from tocsin.core.keys import keyring

from .handling import Outcomes, handle
from .marks import forget_old_marks
from .models import LetterboxPoisoned
from .opening import Sealed, open_row

log = logging.getLogger("tocsin.front.drain")

BATCH = 1_000
TRIES = 3
POISONED = "poisoned"


@dataclass(frozen=True)
class Box:
    """The part of the letterbox that one process opens: the key's name, and its kinds (or all but those)."""

    key: str
    kinds: frozenset[str]
    all_but: bool = False
    drained_by: frozenset[str] = field(default_factory=frozenset)


DESK_KINDS = frozenset({"comment", "report", "family-code"})
# What nobody knows the kind of falls to the worker, which sets it aside.
WORKER = Box("contact", DESK_KINDS, all_but=True, drained_by=frozenset({"system:letterbox"}))
REPORTS = Box("reports", frozenset({"report"}), drained_by=frozenset({"system:letterbox"}))
COMMENTS = Box("reports", frozenset({"comment"}), drained_by=frozenset({"system:letterbox", "system:publishing"}))
FAMILY_CODES = Box("reports", frozenset({"family-code"}), drained_by=frozenset({"system:family-code"}))


@dataclass(frozen=True)
class Drained:
    """What became of a batch: rows taken, and ``{kind: {outcome: rows}}``, whose sum is ``rows``."""

    rows: int
    outcomes: Mapping[str, Mapping[str, int]]


def drain_batch(*, actor: Actor, limit: int = BATCH, box: Box = WORKER) -> Drained:
    """Drain at most ``limit`` rows; several workers may do so at once. Raises NotPermitted, KeyMissing.

    Where nothing waits, nothing is written. A batch that ran into another's locks is taken up once more.
    """
    if not _waiting(box):
        if box is WORKER:
            forget_old_marks()
        return Drained(0, {})
    for attempt in range(TRIES):
        try:
            return _drain(actor=actor, limit=limit, box=box)
        except OperationalError:
            if attempt + 1 == TRIES or connection.in_atomic_block:
                raise
            log.info("A batch of the letterbox met another's locks; once more.")
    raise AssertionError("unreachable")


def may_drain(actor: Actor, box: Box) -> None:
    """The part of the system whose box it is (``accounts`` names them; it stands below this room)."""
    if actor.staff_id is not None or actor.name not in box.drained_by:
        raise NotPermitted("This is done by the system alone.", code="system")


@action("front.letterbox_drained", policy=may_drain)
def _drain(*, actor: Actor, limit: int, box: Box) -> Done[Drained]:
    keyring().open_key(box.key)  # a process without its key sets nothing aside
    rows = _claim(box, limit)
    opened, outcomes = [], Outcomes()
    for row in rows:
        found = open_row(row, box.key)
        if isinstance(found, str):
            outcomes.poison(row, found)
        else:
            opened.append(found)
    handle(opened, outcomes)
    _set_aside(rows, outcomes.poisoned)
    tally = Counter((row.hour, row.kind, POISONED) for row in rows if row.id in outcomes.poisoned)
    tally += Counter((row.hour, row.kind, outcomes.ended[row.id]) for row in rows if row.id not in outcomes.poisoned)
    _count(tally)
    drained = Drained(len(rows), _by_kind(tally))
    return Done(drained, subject=f"letterbox:{box.key}", detail={"rows": drained.rows, "outcomes": drained.outcomes})


def _waiting(box: Box) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM front_letterbox WHERE (kind = ANY(%s)) <> %s LIMIT 1 FOR UPDATE SKIP LOCKED",
            [list(box.kinds), box.all_but],
        )
        return cursor.fetchone() is not None


def _claim(box: Box, limit: int) -> list[Sealed]:
    """Take rows out. Should the transaction fail, they are still there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH claimed AS MATERIALIZED ("
            " SELECT id FROM front_letterbox WHERE (kind = ANY(%s)) <> %s"
            " ORDER BY hour LIMIT %s FOR UPDATE SKIP LOCKED)"
            " DELETE FROM front_letterbox box USING claimed WHERE box.id = claimed.id"
            " RETURNING box.id, box.kind, box.hour, box.payload",
            [list(box.kinds), box.all_but, limit],
        )
        return [Sealed(id, kind, hour, bytes(payload)) for id, kind, hour, payload in cursor.fetchall()]


def _set_aside(rows: list[Sealed], poisoned: Mapping[UUID, str]) -> None:
    LetterboxPoisoned.objects.bulk_create(
        LetterboxPoisoned(id=row.id, kind=row.kind, hour=row.hour, payload=row.payload, why=poisoned[row.id])
        for row in rows
        if row.id in poisoned
    )


def _count(tally: Mapping[tuple[datetime, str, str], int]) -> None:
    """In the order of the key, so that two workers never wait for each other."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO front_letterbox_tally AS tally (hour, kind, outcome, rows) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (hour, kind, outcome) DO UPDATE SET rows = tally.rows + EXCLUDED.rows",
            [(*key, rows) for key, rows in sorted(tally.items())],
        )


def _by_kind(tally: Mapping[tuple[datetime, str, str], int]) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for (_hour, kind, outcome), rows in tally.items():
        of_kind = sums.setdefault(kind, {})
        of_kind[outcome] = of_kind.get(outcome, 0) + rows
    return sums
