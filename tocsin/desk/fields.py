"""Form fields for what is uncertain: dates in EDTF, and counts with how they are meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.core.counts import LARGEST, Count, Sense, Source
from tocsin.core.dates import INVALID, UncertainDate

LANGUAGES = [("ko", _("Korean")), ("en", _("English")), ("zh", _("Chinese")), ("", _("other"))]


class UncertainDateFormField(forms.CharField):
    """An EDTF text; cleans to an UncertainDate."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _("2012-03-14; 2012-03-1X mid-March; 2012-03~ about March; 2012-03-08/2012-03-14; ../2012-03-20 by then."),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> UncertainDate | None:
        text = super().clean(value)
        try:
            return UncertainDate.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(INVALID, code="edtf") from error


def today() -> str:
    return timezone.localdate().isoformat()


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


class HourField(forms.DateTimeField):
    """A moment, typed into the browser's own calendar; UTC."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, initial=self._now, **kwargs)

    @staticmethod
    def _now() -> dt.datetime:
        return dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)


class Words(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class CountForm(forms.Form):
    """A count: how it is meant, and one number (two for 'about'). ``count`` is None where nothing was said."""

    count_sense = forms.ChoiceField(label=_("How many: meant as"), required=False)
    count_number = forms.IntegerField(label=_("How many"), min_value=0, max_value=LARGEST, required=False)
    count_to = forms.IntegerField(
        label=_("and at most"),
        min_value=0,
        max_value=LARGEST,
        required=False,
        help_text=_("Only for 'about': the upper bound."),
    )
    count_source = forms.ChoiceField(label=_("Who says so"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count_sense"].choices = [("", "—"), *Sense.choices]
        self.fields["count_source"].choices = [("", "—"), *Source.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["count"] = None
        if sense := cleaned.get("count_sense"):
            try:
                cleaned["count"] = self._count(sense, cleaned)
            except ValueError:
                self.add_error("count_number", _("Say a number that fits how it is meant."))
        elif cleaned.get("count_number") is not None or cleaned.get("count_to") is not None:
            self.add_error("count_sense", _("Say how the number is meant."))
        return cleaned

    @staticmethod
    def _count(sense: str, cleaned: dict[str, Any]) -> Count:
        low, high = cleaned.get("count_number"), cleaned.get("count_to")
        bounds = {
            Sense.EXACT: (low, low),
            Sense.AT_LEAST: (low, None),
            Sense.ABOUT: (low, high),
            Sense.UP_TO: (None, low),
        }[Sense(sense)]
        return Count(sense, *bounds, source=cleaned.get("count_source") or "")
