"""Who else may read a linked report: the people of its case.

Intake and cases do not know each other, so the room which knows both (disclosure) supplies the rule at start. Until
it has, nobody reads a linked report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from tocsin.core.actions import Actor

CasesOf = Callable[[Actor], Iterable[UUID]]
# (who reads, the case, the report or file): whatever it raises keeps it from being read.
Log = Callable[[Actor, UUID, UUID], None]


def _nobody(_actor: Actor) -> Iterable[UUID]:
    return ()


def _unlogged(_actor: Actor, _case: UUID, _subject: UUID) -> None:
    raise RuntimeError("nobody has said where readings of linked reports are written down")


_rule: list[CasesOf] = [_nobody]
_log: list[Log] = [_unlogged]


def supply(cases_of: CasesOf) -> None:
    """``cases_of(actor)`` gives the ids of the actor's cases, as a queryset so that it becomes a subquery."""
    _rule[0] = cases_of


def cases_of(actor: Actor) -> Iterable[UUID]:
    return _rule[0](actor)


def supply_log(log: Log) -> None:
    """Where it is written down who reads a report in the file of a case."""
    _log[0] = log


def note_reading(actor: Actor, case_id: UUID | None, subject: UUID) -> None:
    """Write down who reads a report in a case, or a file that came with one, before it opens."""
    if case_id is not None:
        _log[0](actor, case_id, subject)
