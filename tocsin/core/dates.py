"""Uncertain dates: EDTF text (ISO 8601-2, levels 0 and 1) kept verbatim, with its bounds and good words for it.

``2012-03-14``, ``2012-03-1X`` (mid-March), ``2012-03~`` (about), ``2012-03-08/2012-03-14``, ``../2012-03-20`` (by),
``2012-21`` (spring). Bounds come from undate; seasons, which it does not read, are quarters from March (northern
hemisphere).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from lark.exceptions import LarkError
from undate import Undate

from .date_words import describe

SEASON = re.compile(r"^(\d{4})-(2[1-4])$")
QUALIFIERS = "~?%"
# The side of an interval that is open, or not known.
OPEN = ("..", "")
Bounds = tuple[dt.date | None, dt.date | None]
LONGEST = 60
INVALID = gettext_lazy("Enter a date such as 2012-03-14, 2012-03-1X (mid-March), 2012-03~ or 2012-03-08/2012-03-14.")


@dataclass(frozen=True)
class UncertainDate:
    """An EDTF text with the first and last day it can mean (None: open). Make it with ``parse``."""

    edtf: str
    earliest: dt.date | None
    latest: dt.date | None

    @classmethod
    def parse(cls, text: str) -> UncertainDate:
        """Read EDTF. Raises ValueError."""
        text = text.strip()
        if len(text) > LONGEST:
            raise ValueError("too long for a date")
        earliest, latest = _interval(text) if "/" in text else _bounds(text)
        if earliest and latest and earliest > latest:
            raise ValueError("ends before it begins")
        return cls(text, earliest, latest)

    @property
    def approximate(self) -> bool:
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        return "?" in self.edtf or "%" in self.edtf

    @property
    def words(self) -> str:
        """The date in words of the active language: 'mid-March 2012', '2012년 3월 중순'."""
        said = describe(self.edtf.translate({ord(q): None for q in QUALIFIERS}), self.earliest, self.latest)
        if self.approximate:
            said = _("about %(date)s") % {"date": said}
        return pgettext("date", "%(date)s (uncertain)") % {"date": said} if self.uncertain else said

    def __str__(self) -> str:
        return self.words


def _interval(text: str) -> Bounds:
    """The sides are read one by one, since undate takes no interval that begins and ends on one day or in one month."""
    first, _slash, last = text.partition("/")
    if first in OPEN and last in OPEN:
        raise ValueError("no EDTF date")
    return (None if first in OPEN else _bounds(first)[0]), (None if last in OPEN else _bounds(last)[1])


def _bounds(text: str) -> Bounds:
    if season := SEASON.match(text):
        return _season(int(season[1]), int(season[2]))
    try:
        parsed = Undate.parse(text, "EDTF")
        return _day(parsed.earliest), _day(parsed.latest)
    except (LarkError, ValueError, TypeError, AttributeError) as error:
        raise ValueError("no EDTF date") from error


def _day(value: Any) -> dt.date:
    year = int(value.year)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError("a year is needed")
    return dt.date(year, int(value.month), int(value.day))


def _season(year: int, code: int) -> tuple[dt.date, dt.date]:
    begins = dt.date(year, 3 * (code - 20), 1)
    month = begins.month + 3
    ends = dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - dt.timedelta(days=1)
    return begins, ends


if TYPE_CHECKING:
    TextColumn = models.CharField[Any, Any]
else:
    TextColumn = models.CharField


class UncertainDateField(TextColumn):
    """EDTF in a text column; the attribute is an UncertainDate (or None).

    Where the model has fields ``NAME_earliest`` and ``NAME_latest``, they are kept in step, to sort on.
    """

    description = "EDTF date"

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> UncertainDate | None:
        return UncertainDate.parse(value) if value else None

    def to_python(self, value: Any) -> UncertainDate | None:
        if value is None or value == "" or isinstance(value, UncertainDate):
            return value or None
        try:
            return UncertainDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(INVALID, code="edtf") from error

    def get_prep_value(self, value: Any) -> str | None:
        date = self.to_python(value)
        return date.edtf if date else ("" if not self.null else None)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        date = self.to_python(getattr(model_instance, self.attname))
        for bound in ("earliest", "latest"):
            if hasattr(model_instance, f"{self.name}_{bound}"):
                setattr(model_instance, f"{self.name}_{bound}", getattr(date, bound, None))
        return date

    def value_to_string(self, obj: models.Model) -> str:
        date = self.value_from_object(obj)
        return date.edtf if isinstance(date, UncertainDate) else str(date or "")

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.edtf if isinstance(value, UncertainDate) else value)
