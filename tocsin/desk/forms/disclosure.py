"""Consents, and the drafting of a release: line by line, in each language, with what each line rests on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import DayField, Words
from tocsin.disclosure.models import Audience, Item, PublicRelease

GROUP = ""
OF_ALL = frozenset({Item.COUNT, Item.EVENT, Item.PLACE})  # what can be told of a group and of nobody in it
EMPTY_LINES = 3
Choices = list[tuple[str, str]]


class ConsentForm(forms.Form):
    """``persons`` are (id, description); the group as a whole is added. One consent is made for each item."""

    person = forms.ChoiceField(label=_("About whom"), required=False)
    items = forms.MultipleChoiceField(
        label=_("What may be told"), choices=Item.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(label=_("To whom"), choices=Audience.choices, initial=Audience.PUBLIC)
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until it is withdrawn."))
    giver = forms.CharField(label=_("Who gave it"), max_length=300, help_text=_("Sealed."))
    how = Words(label=_("How it was obtained"), rows=2, help_text=_("Sealed."))

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(GROUP, _("The group as a whole")), *persons]

    def clean_items(self) -> list[str]:
        items = list(self.cleaned_data["items"])
        if self.cleaned_data.get("person") == GROUP and not OF_ALL.issuperset(items):
            raise forms.ValidationError(
                _("Of the group as a whole: how many, what happened, and where. The rest is agreed to for each person.")
            )
        return items


class BestInterestsForm(forms.Form):
    """A decision in somebody's best interests where consent cannot be had."""

    person = forms.ChoiceField(label=_("About whom"), required=False)
    item = forms.ChoiceField(label=_("What may be told"), choices=Item.choices)
    audience = forms.ChoiceField(label=_("To whom"), choices=Audience.choices, initial=Audience.PUBLIC)
    until = DayField(label=_("Until"), required=False)
    reasons = Words(label=_("Why consent cannot be had, and why this is in their interest"), help_text=_("Sealed."))

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(GROUP, _("The group as a whole")), *persons]


class ReleaseForm(forms.Form):
    audience = forms.ChoiceField(label=_("Who will read it"), choices=Audience.choices, initial=Audience.PUBLIC)
    reasons = Words(
        label=_("Why now, and what was tried quietly"), help_text=_("Sealed: for the approver and the case's people.")
    )
    gone_status = forms.TypedChoiceField(
        label=_("If it is withdrawn, its pages answer"),
        coerce=int,
        choices=PublicRelease.Gone.choices,
        initial=PublicRelease.Gone.WORDS,
    )
    gone_words_en = Words(label=_("The family's words then, in English"), rows=2, required=False)
    gone_words_ko = Words(label=_("The family's words then, in Korean"), rows=2, required=False)

    @property
    def gone_words(self) -> dict[str, str]:
        written = {code: self.cleaned_data[f"gone_words_{code}"].strip() for code in ("en", "ko")}
        return {code: words for code, words in written.items() if words}


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
