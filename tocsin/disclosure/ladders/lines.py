"""The words that are proposed for a line; the person who drafts it writes them anew as they like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from . import lines_en, lines_ko
from .rungs import Form, Ladder, Rung
from .subjects import COUNT, EVENT, Subject


class Words(Protocol):
    """How a language makes lines."""

    def of_group(self, count: Form | None) -> str: ...

    def of_event(self, happened: Form | None, count: Form | None, date: Form | None, place: Form | None) -> str: ...

    def of_person(
        self, name: Form | None, age: Form | None, sex: str, ties: Sequence[Form], fate: Form | None,
        place: Form | None, birth: Form | None,
    ) -> str: ...  # fmt: skip


_BY_LANGUAGE: dict[str, Words] = {"en": lines_en, "ko": lines_ko}


def chosen_rungs(subject: Subject, chosen: Mapping[str, str]) -> list[tuple[Ladder, Rung]]:
    """Of each ladder the rung that was chosen by key; only those that tell something."""
    picked = [(ladder, ladder.rung(chosen.get(ladder.key, ""))) for ladder in subject.ladders]
    return [(ladder, rung) for ladder, rung in picked if rung.tells]


def propose(subject: Subject, chosen: Mapping[str, str], language: str) -> str:
    """A sentence or two; '' where nothing is told, or in a language in which one has to write it oneself."""
    if language not in _BY_LANGUAGE:
        return ""
    picked = chosen_rungs(subject, chosen)
    if not picked:
        return ""
    told: dict[str, Form] = {ladder.kind: rung.form for ladder, rung in picked if ladder.kind != "tie"}
    words = _BY_LANGUAGE[language]
    if subject.kind == COUNT:
        return words.of_group(told.get("count"))
    if subject.kind == EVENT:
        return words.of_event(told.get("event"), told.get("count"), told.get("date"), told.get("place"))
    sex = str(told["sex"][1]) if "sex" in told else ""
    ties = [rung.form for ladder, rung in picked if ladder.kind == "tie"]
    return words.of_person(
        told.get("name"), told.get("age"), sex, ties, told.get("fate"), told.get("place"), told.get("birth")
    )
