"""The cases of somebody's own, by their titles: for choices and lists."""

from __future__ import annotations

from tocsin.cases import contexts, queries, vault
from tocsin.core.actions import Actor


def titles(actor: Actor) -> list[tuple[str, str]]:
    """(case id, opened title) of every case that the actor is assigned to, newest first."""
    return [
        (str(case.pk), vault.open_text(case.pk, contexts.title(case.pk), case.sealed_title))
        for case in queries.visible_to(actor)
    ]
