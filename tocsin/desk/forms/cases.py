"""The case file's forms, in HURIDOCS terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.models import Certainty, Event, Fate, Intervention, Person, Tie
from tocsin.desk.fields import SEXES, CountForm, UncertainDateFormField, Words

SCRIPTS = [("Hang", _("Hangul")), ("Latn", _("Latin")), ("Hani", _("Chinese characters")), ("Cyrl", _("Cyrillic"))]
Choices = list[tuple[str, str]]


class CaseForm(CountForm):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For those who work on it. It is sealed."))
    field_order = ["title"]


class HeadlineCountForm(CountForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned["count"] is None and not self.errors:
            self.add_error("count_sense", _("Say how many."))
        return cleaned


class NameForm(forms.Form):
    script = forms.ChoiceField(label=_("Script"), choices=SCRIPTS)
    name = forms.CharField(label=_("Name as written"), max_length=200)


class PersonForm(forms.Form):
    """A person with up to two names; more are added afterwards."""

    part = forms.ChoiceField(label=_("Part in the case"), choices=Person.Part.choices)
    naming = forms.ChoiceField(
        label=_("Name"),
        choices=Person.Naming.choices,
        initial=Person.Naming.WITHHELD,
        help_text=_("Withheld: known to you, and not to be told. The names below are sealed and guarded in any case."),
    )
    description = Words(label=_("Description"), rows=2, help_text=_("Sealed: for the case's own people."))
    age = forms.CharField(label=_("Age"), max_length=20, required=False, help_text=_("A number, or such as 13/19."))
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    child = forms.BooleanField(label=_("a child"), required=False)
    name_hang = forms.CharField(label=_("Name in Hangul"), max_length=200, required=False)
    name_latn = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=200,
        required=False,
        help_text=_("Other spellings and scripts are added afterwards, one by one."),
    )

    @property
    def facts(self) -> PersonFacts:
        child = True if self.cleaned_data["child"] else None
        return PersonFacts(sex=Sex(self.cleaned_data["sex"]), child=child)

    @property
    def names(self) -> list[tuple[str, str]]:
        written = (("Hang", self.cleaned_data["name_hang"]), ("Latn", self.cleaned_data["name_latn"]))
        return [(script, name) for script, name in written if name]


class TieForm(forms.Form):
    """``persons`` are (id, description) of the case's other persons."""

    kind = forms.ChoiceField(label=_("This person is"), choices=Tie.Kind.choices)
    relative = forms.ChoiceField(label=_("whom"))
    certainty = forms.ChoiceField(label=_("How certain"), choices=Certainty.choices)

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relative"].choices = persons


class EventForm(CountForm):
    """``persons`` are (id, description) of the case's persons, ``reports`` (id, words) of its reports."""

    kind = forms.ChoiceField(label=_("What happened"), choices=Event.Kind.choices)
    happened = UncertainDateFormField(label=_("When"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False, help_text=_("Sealed."))
    account = Words(label=_("Account"), help_text=_("Sealed."))
    persons = forms.MultipleChoiceField(
        label=_("Whom it concerns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reports = forms.MultipleChoiceField(
        label=_("Resting on these reports"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["kind", "happened", "place", "account"]

    def __init__(self, *args: Any, persons: Choices, reports: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices, self.fields["reports"].choices = persons, reports


class InterventionForm(forms.Form):
    kind = forms.ChoiceField(label=_("What was done"), choices=Intervention.Kind.choices)
    began = UncertainDateFormField(label=_("Since when"))
    account = Words(label=_("Account"), help_text=_("Sealed."))


class FateForm(forms.Form):
    status = forms.ChoiceField(label=_("What is known of their fate"), choices=Fate.Status.choices)
    source = forms.CharField(label=_("What it rests on"), max_length=300, required=False, help_text=_("Sealed."))
    as_of = UncertainDateFormField(label=_("As of"))


class AssignForm(forms.Form):
    """Only caseworkers can be assigned."""

    staff = forms.ModelChoiceField(label=_("Caseworker"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = RoleGrant.objects.filter(role=Role.CASEWORKER, state=RoleGrant.State.GRANTED)
        staff = Staff.objects.filter(is_active=True, pk__in=grants.values("staff")).order_by("name")
        self.fields["staff"].queryset = staff
