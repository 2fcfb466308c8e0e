"""Who else may read a linked report: the people of its case.

Intake and cases do not know each other, so the room which knows both (disclosure) supplies the rule at start. Until
it has, nobody reads a linked report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from tocsin.core.actions import Actor

CasesOf = Callable[[Actor], Iterable[UUID]]


def _nobody(_actor: Actor) -> Iterable[UUID]:
    return ()


_rule: list[CasesOf] = [_nobody]


def supply(cases_of: CasesOf) -> None:
    """``cases_of(actor)`` gives the ids of the actor's cases, as a queryset so that it becomes a subquery."""
    _rule[0] = cases_of


def cases_of(actor: Actor) -> Iterable[UUID]:
    return _rule[0](actor)
