"""Reports by a staff member's hand, and their triage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import LANGUAGES, HourField, Words
from tocsin.intake.models import Reliability, Report


class ReportForm(forms.Form):
    source = forms.ChoiceField(label=_("It came from"), choices=Report.Source.choices)
    text = Words(label=_("The report as it came"), rows=8, help_text=_("Word for word. It is sealed when you save."))
    reporter = forms.CharField(label=_("Who said it"), max_length=300)
    how_known = Words(label=_("How they know it"), rows=2)
    reliability = forms.ChoiceField(
        label=_("How reliable the source has been"), choices=Reliability.choices, initial=Reliability.F
    )
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGES, required=False)
    received_at = HourField(label=_("Received (UTC)"))


class LinkForm(forms.Form):
    """``cases`` are (id, title) of the cases that this person works on."""

    case = forms.TypedChoiceField(label=_("Case"))

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = cases
