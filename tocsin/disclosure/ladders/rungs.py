"""The shape of a ladder: one fact in words that say less and less, down to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .covers import Cover, holds

EXACT, NOTHING = "exact", "nothing"
LANGUAGES = ("en", "ko")
# A person of the case (None: the group) and an item: what must be agreed to before a rung may be told.
Need = tuple[UUID | None, str]
Form = tuple[Any, ...]


@dataclass(frozen=True)
class Rung:
    """``words`` by language ('' where we have none in it); ``form`` is what sentences are made of; ``cover`` None:
    nothing is told; ``needs`` replaces the ladder's own where it is not empty."""

    key: str
    words: Mapping[str, str]
    form: Form
    cover: Cover | None
    needs: tuple[Need, ...] = ()

    @property
    def tells(self) -> bool:
        return self.cover is not None


@dataclass(frozen=True)
class Ladder:
    """``kind`` is what sort of fact it is, ``key`` tells ladders of one subject apart; exact first, nothing last."""

    kind: str
    key: str
    needs: tuple[Need, ...]
    rungs: tuple[Rung, ...]
    label: str = ""
    relation: Form = field(default=())

    def rung(self, key: str) -> Rung:
        """The rung of that name, or else nothing: what is not known any more is not told."""
        return next((rung for rung in self.rungs if rung.key == key), self.rungs[-1])

    def needs_of(self, rung: Rung) -> tuple[Need, ...]:
        return (rung.needs or self.needs) if rung.tells else ()

    @property
    def coarsest(self) -> Rung | None:
        """The rung that says least and still says something."""
        return self.rungs[-2] if len(self.rungs) > 1 else None


def nothing() -> Rung:
    return Rung(NOTHING, {}, (), None)


def descending(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """Only those that say less than the one before and hold it, and nothing at the end."""
    kept: list[Rung] = []
    for rung in rungs:
        if rung.cover is None or (kept and not _says_less(rung, kept[-1])):
            continue
        kept.append(rung)
    return (*kept, nothing())


def _says_less(rung: Rung, before: Rung) -> bool:
    if rung.cover is None or before.cover is None:
        return False
    return holds(rung.cover, before.cover) and not holds(before.cover, rung.cover)
