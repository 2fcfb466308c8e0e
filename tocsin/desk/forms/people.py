"""The forms about one person of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.cases.facts import OLDEST, PersonFacts, Sex
from tocsin.cases.models import Certainty, Fate, Person, PersonDetail, Tie, Whereabouts
from tocsin.cases.opened import OpenedPerson
from tocsin.desk.fields import UncertainDateFormField, Words, today

from .cases import Choices, ReasonForm
from .places import PlaceForm
from .sections import InSections, Section

SCRIPTS = [
    ("Hang", _("Hangul")),
    ("Latn", _("Latin letters")),
    ("Hani", _("Chinese characters")),
    ("Cyrl", _("Cyrillic")),
    ("Arab", _("Arabic")),
    ("Mymr", _("Burmese")),
    ("Zyyy", _("another script")),
]
CHILD = [("", _("as the age has it, or not known")), ("yes", _("a child")), ("no", _("grown up"))]
SAID = {"": None, "yes": True, "no": False}


WHO: Section = (_("Who they are"), ("part", "description", "naming"), False)
NAMES: Section = (_("Their names"), ("name_hang", "name_latn", "name_hani"), False)
AGE: Section = (_("Age and sex"), ("birth", "age_from", "age_to", "age_as_of", "sex", "child"), False)


class PersonForm(InSections):
    """Who somebody is. ``facts`` are the birth or age, the sex and whether a child."""

    sections = [WHO, NAMES, AGE]

    part = forms.ChoiceField(label=_("Part in the case"), choices=Person.Part.choices)
    naming = forms.ChoiceField(
        label=_("Name"),
        choices=Person.Naming.choices,
        initial=Person.Naming.WITHHELD,
        help_text=_("Withheld: known to you, and not to be told. The names are sealed and guarded in any case."),
    )
    description = Words(label=_("Description"), rows=2, help_text=_("Sealed: for the case's own people."))
    birth = UncertainDateFormField(
        label=_("Born"), required=False, help_text=_("1942-03-05; 1942; 1942~ about 1942; 1940/1945 between them.")
    )
    age_from = forms.IntegerField(label=_("Or an age: from"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(
        label=_("to"),
        min_value=0,
        max_value=OLDEST,
        required=False,
        help_text=_("The same number twice where it is known; only one where the other side is open."),
    )
    age_as_of = UncertainDateFormField(
        label=_("That age as of"), required=False, initial=today, help_text=_("The day for which it was said.")
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False)
    child = forms.ChoiceField(label=_("A child?"), choices=CHILD, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("age_from"), cleaned.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", _("The age ends before it begins."))
        return cleaned

    @property
    def facts(self) -> PersonFacts:
        told = self.cleaned_data
        aged = told["age_from"] is not None or told["age_to"] is not None
        return PersonFacts(
            birth=told["birth"],
            age_from=told["age_from"],
            age_to=told["age_to"],
            age_as_of=told["age_as_of"] if aged else None,
            sex=Sex(told["sex"]),
            child=SAID[told["child"]],
        )


class PersonAddForm(PersonForm):
    """A person with up to three names; more are added afterwards."""

    name_hang = forms.CharField(label=_("Name in Hangul"), max_length=200, required=False)
    name_latn = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    name_hani = forms.CharField(
        label=_("Name in Chinese characters"),
        max_length=200,
        required=False,
        help_text=_("Other spellings and scripts are added afterwards, one by one."),
    )

    @property
    def names(self) -> list[tuple[str, str]]:
        written = (("Hang", "name_hang"), ("Latn", "name_latn"), ("Hani", "name_hani"))
        return [(script, self.cleaned_data[field]) for script, field in written if self.cleaned_data[field]]


class PersonCorrectForm(PersonForm, ReasonForm):
    """The same for somebody who is there already."""

    sections = [WHO, AGE, (_("Why"), ("reason",), False)]


def as_entered(person: OpenedPerson) -> dict[str, Any]:
    """What the form of a person begins with."""
    facts = person.facts
    return {
        "part": person.part,
        "naming": person.naming,
        "description": person.description,
        "birth": facts.birth.edtf if facts.birth else "",
        "age_from": facts.age_from,
        "age_to": facts.age_to,
        "age_as_of": facts.age_as_of.edtf if facts.age_as_of else "",
        "sex": facts.sex.value,
        "child": {None: "", True: "yes", False: "no"}[facts.child],
    }


class NameForm(forms.Form):
    script = forms.ChoiceField(label=_("Script"), choices=SCRIPTS)
    name = forms.CharField(label=_("Name as written"), max_length=200)


class DetailForm(forms.Form):
    kind = forms.ChoiceField(label=_("It is a"), choices=PersonDetail.Kind.choices)
    text = forms.CharField(label=_("As it is written"), max_length=200, help_text=_("Sealed, and guarded like a name."))


class TieForm(forms.Form):
    """``persons`` are (id, what they are called) of the case's other persons."""

    kind = forms.ChoiceField(label=_("This person is"), choices=Tie.Kind.choices)
    relative = forms.ChoiceField(label=_("whom"))
    certainty = forms.ChoiceField(label=_("How certain"), choices=Certainty.choices)

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relative"].choices = persons


class FateForm(forms.Form):
    status = forms.ChoiceField(label=_("What is known of their fate"), choices=Fate.Status.choices)
    as_of = UncertainDateFormField(label=_("As of"))
    source = forms.CharField(
        label=_("What it rests on"),
        max_length=300,
        required=False,
        help_text=_("Sealed. That somebody is dead is recorded only with who confirms it."),
    )


class WhereaboutsForm(PlaceForm):
    kind = forms.ChoiceField(label=_("Where they are"), choices=Whereabouts.Kind.choices)
    words = forms.CharField(
        label=_("In words"),
        max_length=300,
        required=False,
        help_text=_("Sealed. Of somebody in hiding or on the way only the country may be recorded, and nothing here."),
    )
    as_of = UncertainDateFormField(label=_("As of"))
    source = forms.CharField(label=_("What it rests on"), max_length=300, required=False, help_text=_("Sealed."))
    field_order = ["kind", "as_of", "words", "town", "prefecture", "region", "country", "source"]
