"""What words leave open: the set of all that could be true for somebody who has read them.

A cover is what re-identification reckons with, and what shows that a ladder is one: each rung's cover holds that of
the rung before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Days:
    """One of these days, both included; None: open."""

    earliest: dt.date | None
    latest: dt.date | None

    def holds(self, other: Days) -> bool:
        first = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        last = self.latest is None or (other.latest is not None and other.latest <= self.latest)
        return first and last

    def meets(self, other: Days) -> bool:
        return _before(self.earliest, other.latest) and _before(other.earliest, self.latest)

    def within(self, other: Days) -> Days:
        """The days that are in both."""
        firsts = [day for day in (self.earliest, other.earliest) if day]
        lasts = [day for day in (self.latest, other.latest) if day]
        return Days(max(firsts, default=None), min(lasts, default=None))

    def to_json(self) -> dict[str, Any]:
        return {"days": [day.isoformat() if day else None for day in (self.earliest, self.latest)]}


@dataclass(frozen=True)
class HowMany:
    """At least ``low`` and at most ``high`` people; None: open."""

    low: int
    high: int | None

    def holds(self, other: HowMany) -> bool:
        return self.low <= other.low and (self.high is None or (other.high is not None and other.high <= self.high))

    def to_json(self) -> dict[str, Any]:
        return {"many": [self.low, self.high]}


@dataclass(frozen=True)
class Among:
    """One of these codes (a sex, kinds of event, relations)."""

    codes: frozenset[str]

    def holds(self, other: Among) -> bool:
        return other.codes <= self.codes

    def to_json(self) -> dict[str, Any]:
        return {"among": sorted(self.codes)}


@dataclass(frozen=True)
class Where:
    """In a place of which these grains are told, each with all its ways of writing; nothing told: anywhere."""

    grains: tuple[tuple[str, tuple[str, ...]], ...]

    def holds(self, other: Where) -> bool:
        return set(self.grains) <= set(other.grains)

    def to_json(self) -> dict[str, Any]:
        return {"where": [[grain, list(ways)] for grain, ways in self.grains]}


@dataclass(frozen=True)
class Called:
    """Somebody of one of these names; ``initials``: only the surname (or its first letter) is told."""

    names: frozenset[str]
    initials: bool

    def holds(self, other: Called) -> bool:
        return self == other or (self.initials and not other.initials and self.names == other.names)

    def to_json(self) -> dict[str, Any]:
        return {"called": sorted(self.names), "initials": self.initials}


@dataclass(frozen=True)
class Related:
    """Somebody with such a relative: ``relation`` and ``sex`` '' where not told, ``grains`` of where the relative is
    as in Where, ``names`` of the relative; ``outside``: not in the case's group."""

    relation: str
    sex: str
    outside: bool
    grains: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: frozenset[str] = frozenset()

    def holds(self, other: Related) -> bool:
        relation = self.relation in ("", other.relation) or other.relation.endswith(f"_{self.relation}")
        return (
            relation
            and self.sex in ("", other.sex)
            and self.outside == other.outside
            and set(self.grains) <= set(other.grains)
            and (not self.names or self.names == other.names)
        )

    def to_json(self) -> dict[str, Any]:
        grains = [[grain, list(ways)] for grain, ways in self.grains]
        told = {"related": self.relation, "sex": self.sex, "outside": self.outside}
        return told | {"grains": grains, "names": sorted(self.names)}


Cover: TypeAlias = Days | HowMany | Among | Where | Called | Related


def holds(wide: Cover, narrow: Cover) -> bool:
    """Whether all that ``narrow`` leaves open is left open by ``wide`` too."""
    return type(wide) is type(narrow) and wide.holds(narrow)  # type: ignore[arg-type]


def from_json(told: Mapping[str, Any]) -> Cover:
    """Raises ValueError, KeyError, TypeError for what is no cover."""
    if "days" in told:
        first, last = (dt.date.fromisoformat(day) if day else None for day in told["days"])
        return Days(first, last)
    if "many" in told:
        low, high = told["many"]
        return HowMany(int(low), None if high is None else int(high))
    if "among" in told:
        return Among(frozenset(told["among"]))
    if "where" in told:
        return Where(tuple((grain, tuple(ways)) for grain, ways in told["where"]))
    if "related" in told:
        grains = tuple((grain, tuple(ways)) for grain, ways in told["grains"])
        return Related(told["related"], told["sex"], bool(told["outside"]), grains, frozenset(told["names"]))
    return Called(frozenset(told["called"]), bool(told["initials"]))


def _before(first: dt.date | None, last: dt.date | None) -> bool:
    return first is None or last is None or first <= last
