"""What is known of a person: birth or age, sex, whether a child. Sealed as one JSON: together they name a person."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.core.dates import UncertainDate

OLDEST = 120
GROWN_UP = 18
# As ages were written before they had bounds of their own: '70', '13/19', '13–19'.
WRITTEN_AGE = re.compile(r"^\s*(\d{1,3})(?:\s*[/–-]\s*(\d{1,3}))?\s*$")


class Sex(models.TextChoices):
    UNKNOWN = "", _("not known")
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


@dataclass(frozen=True)
class PersonFacts:
    """``birth``, or an age of ``age_from`` to ``age_to`` years (None: open) as of a date; ``child`` None: not said."""

    birth: UncertainDate | None = None
    age_from: int | None = None
    age_to: int | None = None
    age_as_of: UncertainDate | None = None
    sex: Sex = Sex.UNKNOWN
    child: bool | None = None

    def __post_init__(self) -> None:
        low, high = self.age_from, self.age_to
        for age in (low, high):
            if age is not None and not 0 <= age <= OLDEST:
                raise ValueError("an age is between 0 and 120")
        if low is not None and high is not None and low > high:
            raise ValueError("an age's lower bound is above its upper")

    @classmethod
    def aged(cls, low: int, high: int | None = None, *, as_of: str = "", **more: Any) -> PersonFacts:
        """``low`` years, or ``low`` to ``high``, as of an EDTF date."""
        day = UncertainDate.parse(as_of) if as_of else None
        return cls(age_from=low, age_to=low if high is None else high, age_as_of=day, **more)

    def age_on(self, day: dt.date) -> tuple[int, int] | None:
        """The youngest and the oldest, in full years, that the person can be on a day; None where nothing is known.

        What is known of the birth goes before an age that somebody has said.
        """
        if self.birth is not None:
            youngest = full_years(self.birth.latest, day) if self.birth.latest else 0
            oldest = full_years(self.birth.earliest, day) if self.birth.earliest else OLDEST
        elif self.age_from is None and self.age_to is None:
            return None
        else:
            youngest, oldest = self._grown(day)
        return min(max(youngest, 0), OLDEST), min(max(oldest, 0), OLDEST)

    def is_child_on(self, day: dt.date) -> bool | None:
        """As said, else as the age has it; None where neither tells."""
        if self.child is not None:
            return self.child
        ages = self.age_on(day)
        if ages is None or ages[0] < GROWN_UP <= ages[1]:
            return None
        return ages[1] < GROWN_UP

    def _grown(self, day: dt.date) -> tuple[int, int]:
        """The age that was said, by the years since: who was 13 is 13 or 14 half a year later."""
        youngest, oldest = self.age_from or 0, OLDEST if self.age_to is None else self.age_to
        if self.age_as_of is None:
            return youngest, oldest
        latest, earliest = self.age_as_of.latest, self.age_as_of.earliest
        youngest = youngest + full_years(latest, day) if latest else 0
        if earliest is None or self.age_to is None:
            return youngest, OLDEST
        within_a_year = (earliest.month, earliest.day) != (day.month, day.day)
        return youngest, oldest + full_years(earliest, day) + within_a_year

    def to_json(self) -> str:
        told: dict[str, Any] = {
            "birth": self.birth.edtf if self.birth else None,
            "age": [self.age_from, self.age_to] if (self.age_from, self.age_to) != (None, None) else None,
            "age_as_of": self.age_as_of.edtf if self.age_as_of else None,
            "sex": self.sex.value or None,
            "child": self.child,
        }
        return json.dumps({key: value for key, value in told.items() if value is not None})

    @classmethod
    def from_json(cls, text: str) -> PersonFacts:
        """Also what was sealed when an age was a text. Raises ValueError."""
        told = json.loads(text)
        low, high = _ages(told.get("age"))
        return cls(
            birth=UncertainDate.parse(told["birth"]) if told.get("birth") else None,
            age_from=low,
            age_to=high,
            age_as_of=UncertainDate.parse(told["age_as_of"]) if told.get("age_as_of") else None,
            sex=Sex({"f": "female", "m": "male"}.get(told.get("sex") or "", told.get("sex") or "")),
            child=told.get("child"),
        )


def full_years(since: dt.date, until: dt.date) -> int:
    """Full years from one day to another; below zero where the other is earlier."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _ages(told: Any) -> tuple[int | None, int | None]:
    if told is None or told == "":
        return None, None
    if isinstance(told, list):
        low, high = told
        return low, high
    written = WRITTEN_AGE.match(str(told))
    if written is None:
        raise ValueError("no age")
    low = int(written[1])
    return low, int(written[2]) if written[2] else low
