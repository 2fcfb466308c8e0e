"""The drafting of a release: line by line, in each language, with what each line rests on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import Words
from tocsin.disclosure.models import Audience

from .going_public import GoingPublicForm

EMPTY_LINES = 3
Choices = list[tuple[str, str]]


class ReleaseForm(GoingPublicForm):
    audience = forms.ChoiceField(label=_("Who will read it"), choices=Audience.choices, initial=Audience.PUBLIC)

    field_order = ["audience", *GoingPublicForm.field_order]

    @property
    def told(self) -> dict[str, Any]:
        return {"audience": self.cleaned_data["audience"], **super().told}


class LineForm(forms.Form):
    """One line. ``bases`` are (``person:item``, words) of what the case's consents cover."""

    en = Words(label=_("In English"), rows=2, required=False)
    ko = Words(label=_("In Korean"), rows=2, required=False)
    rests_on = forms.MultipleChoiceField(label=_("Rests on"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, bases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rests_on"].choices = bases
        for code in ("en", "ko"):
            self.fields[code].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for code in ("en", "ko"):
            if any(cleaned.values()) and not cleaned.get(code, "").strip():
                self.add_error(code, _("Each line is said in both languages."))
        return cleaned

    @property
    def chosen(self) -> int:
        return len(self["rests_on"].value() or ())


class Lines(forms.BaseFormSet):
    """At least one line; empty ones are left out."""

    def clean(self) -> None:
        if not any(self.errors) and not self.written:
            raise forms.ValidationError(_("Write at least one line."))

    @property
    def written(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("en")]


LineFormSet = forms.formset_factory(LineForm, formset=Lines, extra=EMPTY_LINES, max_num=60, absolute_max=80)
