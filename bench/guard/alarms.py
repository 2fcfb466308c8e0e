"""How often the guard stops ordinary prose in which nobody sealed is told of: places found for each 10,000 words."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.disclosure.examination import examine
from tocsin.disclosure.guard_index import Sealed, build
from tocsin.disclosure.guard_views import read_plain

from .pages import CORPORA


@dataclass(frozen=True)
class Alarms:
    """Words read, and places (line, column) at which something was found."""

    words: int
    places: int

    @property
    def per_10000(self) -> float:
        return self.places / self.words * 10_000


def measure(language: str) -> Alarms:
    """The 200 sealed people of the corpora (all their names) against the prose of one language."""
    rows = [line.split("\t") for line in (CORPORA / "sealed200.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    index = build(1, [Sealed(who, "name", name) for who, name, *_script in rows])
    prose = (CORPORA / f"prose.{language}.txt").read_text(encoding="utf-8")
    found = examine(index, [read_plain("plain", prose)], columns=True)
    return Alarms(len(prose.split()), len({(one.line, one.column) for one in found}))
