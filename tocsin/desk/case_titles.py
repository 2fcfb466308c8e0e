"""The cases of somebody's own, by their titles: for choices and lists."""

from __future__ import annotations

from tocsin.cases import queries
from tocsin.core.actions import Actor


def titles(actor: Actor) -> list[tuple[str, str]]:
    """(case id, opened title) of every case that the actor is assigned to, newest first."""
    return [(str(case_id), title) for case_id, title in queries.titles(actor).items()]
