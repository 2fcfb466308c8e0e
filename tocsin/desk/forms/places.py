"""A place at several grains, in as many ways of writing as are known."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.cases.places import GRAINS, Place


class PlaceForm(forms.Form):
    """``place`` is what was said of it; what is left empty is not known."""

    town = forms.CharField(
        label=_("Town or village"),
        max_length=200,
        required=False,
        help_text=_("Sealed. Every way of writing it, with / between: Yanji / 연길 / 延吉."),
    )
    prefecture = forms.CharField(label=_("County or prefecture"), max_length=200, required=False)
    region = forms.CharField(label=_("Province or region"), max_length=200, required=False)
    country = forms.CharField(label=_("Country"), max_length=200, required=False)

    @property
    def place(self) -> Place:
        return Place(**{grain: self.cleaned_data[grain].strip() for grain in GRAINS})
