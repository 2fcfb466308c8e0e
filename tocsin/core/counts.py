"""Uncertain counts: 'at least 31' is data. A minimum, a maximum, how it is meant, as of when, and from whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class Sense(models.TextChoices):
    """How a count is meant."""

    EXACT = "exact", gettext_lazy("exactly")
    AT_LEAST = "at_least", gettext_lazy("at least")
    ABOUT = "about", gettext_lazy("about")
    UP_TO = "up_to", gettext_lazy("up to")


class Source(models.TextChoices):
    """Who says so. Chosen and never typed: counts are kept in the clear, and a typed source could be a name."""

    PARTNER = "partner", gettext_lazy("partner organisation")
    RELATIVE = "relative", gettext_lazy("relative")
    AUTHORITY = "authority", gettext_lazy("authority")
    PRESS = "press", gettext_lazy("press")
    STAFF = "staff", gettext_lazy("own staff")
    OTHER = "other", gettext_lazy("other")


LARGEST = 100_000_000


@dataclass(frozen=True)
class Count:
    """A count of people; ``minimum`` and ``maximum`` None where open; ``as_of`` in EDTF; ``source`` a Source or ''."""

    sense: str
    minimum: int | None
    maximum: int | None
    as_of: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        low, high = self.minimum, self.maximum
        shapes = {
            Sense.EXACT: low is not None and low == high,
            Sense.AT_LEAST: low is not None,
            Sense.ABOUT: low is not None and high is not None,
            Sense.UP_TO: high is not None,
        }
        if self.sense not in shapes or not shapes[Sense(self.sense)]:
            raise ValueError("a count's bounds do not fit how it is meant")
        if (low or 0) < 0 or (low is not None and high is not None and low > high):
            raise ValueError("a count's minimum is above its maximum, or below zero")
        if max(low or 0, high or 0) > LARGEST:
            raise ValueError("that is more people than can be meant")
        if self.source and self.source not in Source.values:
            raise ValueError("a count's source is one of Source")

    @classmethod
    def exactly(cls, number: int, *, as_of: str = "", source: str = "") -> Count:
        return cls(Sense.EXACT, number, number, as_of, source)

    @classmethod
    def at_least(cls, number: int, *, as_of: str = "", source: str = "") -> Count:
        return cls(Sense.AT_LEAST, number, None, as_of, source)

    @classmethod
    def about(cls, low: int, high: int, *, as_of: str = "", source: str = "") -> Count:
        return cls(Sense.ABOUT, low, high, as_of, source)

    @classmethod
    def up_to(cls, number: int, *, as_of: str = "", source: str = "") -> Count:
        return cls(Sense.UP_TO, None, number, as_of, source)

    @property
    def words(self) -> str:
        """'at least 31 people', '최소 31명', in the active language."""
        number = self._number
        people = ngettext("%(number)s person", "%(number)s people", number) % {"number": number_format(number)}
        phrases = {
            Sense.EXACT: "%(people)s",
            Sense.AT_LEAST: _("at least %(people)s"),
            Sense.ABOUT: _("about %(people)s"),
            Sense.UP_TO: _("up to %(people)s"),
        }
        return phrases[Sense(self.sense)] % {"people": people}

    @property
    def _number(self) -> int:
        if self.sense == Sense.ABOUT and self.minimum is not None and self.maximum is not None:
            return (self.minimum + self.maximum) // 2
        return (self.maximum if self.minimum is None else self.minimum) or 0

    def __str__(self) -> str:
        return self.words


class CountField(models.JSONField):
    """A Count in a jsonb column (keys as the fields of Count)."""

    description = "uncertain count"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        decoded = super().from_db_value(value, expression, connection)
        return Count(**decoded) if isinstance(decoded, dict) else decoded

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Count):
            return value
        try:
            return Count(**super().to_python(value))
        except (TypeError, ValueError) as error:
            raise ValidationError(gettext_lazy("These bounds make no count."), code="count") from error

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(asdict(value) if isinstance(value, Count) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(asdict(value) if isinstance(value, Count) else value, connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(asdict(value) if isinstance(value, Count) else value, model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        value = self.value_from_object(obj)
        return asdict(value) if isinstance(value, Count) else value
