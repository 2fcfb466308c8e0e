"""What a line tells of whom, by rung: kept sealed with the dossier, so that later releases can be held against it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from . import ladders
from .ladders import Cover


@dataclass(frozen=True)
class Told:
    """``person`` None: the group. ``kind`` as a ladder's ('age', 'tie', 'count'...); ``about`` the line's subject
    ('event:12'), so that two counts of one event are known as such."""

    person: UUID | None
    kind: str
    cover: Cover
    about: str = ""

    def to_json(self) -> dict[str, Any]:
        person = str(self.person) if self.person else None
        return {"person": person, "kind": self.kind, "about": self.about, "cover": self.cover.to_json()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Told:
        person = UUID(told["person"]) if told["person"] else None
        return cls(person, told["kind"], ladders.from_json(told["cover"]), told["about"])


def of_rungs(subject: ladders.Subject, chosen: Mapping[str, str]) -> tuple[Told, ...]:
    """What the chosen rungs of a subject tell."""
    persons: Sequence[UUID | None] = subject.persons or (None,)
    return tuple(
        Told(person, ladder.kind, rung.cover, subject.key)
        for ladder, rung in ladders.chosen_rungs(subject, chosen)
        if rung.cover is not None
        for person in persons
    )


def to_text(lines: Iterable[Sequence[Told]]) -> str:
    """All lines of a release, in order, as JSON."""
    return json.dumps([[one.to_json() for one in told] for told in lines], ensure_ascii=False)


def from_text(text: str) -> tuple[tuple[Told, ...], ...]:
    return tuple(tuple(Told.from_json(one) for one in told) for told in json.loads(text))
