"""Getting into a case, finding somebody, taking the file out, and how long it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.cases.models.access import CaseExport
from tocsin.desk.fields import Words

MONTH = dt.timedelta(days=30)


class ReasonForm(forms.Form):
    reason = Words(label=_("Reason"), rows=3, help_text=_("In a sentence. It is sealed; the case's people read it."))


class EmergencyForm(ReasonForm):
    """The number alone leads to the case: whoever knows it was told it by somebody on the case."""

    number = forms.CharField(label=_("Number of the case"), max_length=20, help_text=_("Nine digits."))
    field_order = ["number", "reason"]


class SearchForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("In any script and spelling, whole or a part of it.")
    )


class ExportForm(ReasonForm):
    form = forms.ChoiceField(label=_("Form"), choices=CaseExport.Form.choices)
    recipient = forms.CharField(
        label=_("For whom alone"),
        max_length=200,
        required=False,
        help_text=_("An age recipient (age1…) who alone can open it. Empty: whoever has the file reads it."),
    )
    field_order = ["form", "recipient", "reason"]


class DayForm(forms.Form):
    """A day ahead; ``months`` is how far the form proposes."""

    review_by = forms.DateField(
        label=_("Look at it again by"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("On that day you decide whether the case is kept. You are reminded 30 days before."),
    )

    def __init__(self, *args: Any, months: int = 12, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_by"].initial = timezone.localdate() + months * MONTH


class DestroyForm(ReasonForm):
    on_day = forms.DateField(
        label=_("On a day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: by hand, within a week of the second person's yes. A day: by itself, on that day."),
    )
    understood = forms.BooleanField(label=_("I know that nobody can bring it back, not from any backup either."))
