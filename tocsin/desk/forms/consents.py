"""Consents and refusals as they were given in one conversation, best-interests decisions, and the family's code."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import LANGUAGES, DayField, Words
from tocsin.disclosure.best_interests_actions import USUAL_REVIEW
from tocsin.disclosure.models import OF_ALL, Audience, Item, Obtained, Relation

GROUP = ""
SEALED = _("Sealed.")
Choices = list[tuple[str, str]]


def items_of(person: str) -> Choices:
    """What can be told of a person, or of the group and nobody in it."""
    return [(value, str(label)) for value, label in Item.choices if person != GROUP or value in OF_ALL]


class ConversationForm(forms.Form):
    """One conversation: who spoke for whom, and how; then everything that was agreed to, or refused.

    ``persons`` are (id, description); the group is added. ``said`` yields (person id, item, yes).
    """

    giver = forms.CharField(label=_("Who said it"), max_length=300, help_text=SEALED)
    relation = forms.ChoiceField(label=_("In what standing"), choices=Relation.choices, initial=Relation.FAMILY)
    obtained = forms.ChoiceField(label=_("How"), choices=Obtained.choices, initial=Obtained.PHONE)
    given_on = DayField(label=_("When"), initial=timezone.localdate)
    language = forms.ChoiceField(label=_("In which language"), choices=LANGUAGES, required=False, initial="ko")
    how = Words(
        label=_("More about it"), rows=2, required=False, help_text=_("Sealed. Who else was there, for example.")
    )
    explained = Words(
        label=_("What was explained to them"), rows=3,
        help_text=_("Sealed. Who will read it, that it cannot be called back once read, how they can take it back."),
    )  # fmt: skip
    audiences = forms.MultipleChoiceField(
        label=_("To whom it may be told"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until they take it back."))
    understood = forms.BooleanField(required=False, label=_("Yes: record the no, and let it go dark at once."))

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = [(GROUP, str(_("The group as a whole"))), *persons]
        for key, _description in self.persons:
            for answer in ("yes", "no"):
                self.fields[f"{answer}_{key}"] = forms.MultipleChoiceField(
                    choices=items_of(key), required=False, widget=forms.CheckboxSelectMultiple
                )

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(description, yes, no) for each person."""
        return [(description, self[f"yes_{key}"], self[f"no_{key}"]) for key, description in self.persons]

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields of the conversation itself."""
        return [self[name] for name in self.fields if not name.startswith(("yes_", "no_")) and name != "understood"]

    @property
    def said(self) -> list[tuple[str, str, bool]]:
        found = []
        for key, _description in self.persons:
            found += [(key, item, True) for item in self.cleaned_data.get(f"yes_{key}", ())]
            found += [(key, item, False) for item in self.cleaned_data.get(f"no_{key}", ())]
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, description in self.persons:
            both = set(cleaned.get(f"yes_{key}", ())) & set(cleaned.get(f"no_{key}", ()))
            if both:
                said = _("“%(who)s”: yes and no to the same thing cannot be one person's answer.")
                self.add_error(None, said % {"who": description})
        if not self.errors and not self.said:
            self.add_error(None, _("Tick at least one thing that they said yes or no to."))
        return cleaned


class BestInterestsForm(forms.Form):
    """A decision in somebody's best interests where consent cannot be had; one is made for each item."""

    person = forms.ChoiceField(label=_("About whom"), required=False)
    items = forms.MultipleChoiceField(
        label=_("What may be told"), choices=Item.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(label=_("To whom"), choices=Audience.choices, initial=Audience.PUBLIC)
    unreachable = Words(label=_("Why their consent cannot be had"), rows=2, help_text=SEALED)
    views = Words(
        label=_("What they want, as far as known"),
        rows=2,
        required=False,
        help_text=_("Sealed. Above all a child's views."),
    )
    risk = Words(label=_("The risk of telling it"), rows=2, help_text=SEALED)
    benefit = Words(label=_("What they gain from it"), rows=2, help_text=SEALED)
    alternatives = Words(label=_("What else could be done"), rows=2, help_text=SEALED)
    review_on = DayField(label=_("Looked at again on"), initial=lambda: timezone.localdate() + USUAL_REVIEW)
    until = DayField(label=_("Ends on"), required=False, help_text=_("Empty: until somebody of the case ends it."))

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(GROUP, _("The group as a whole")), *persons]

    def clean_items(self) -> list[str]:
        items = list(self.cleaned_data["items"])
        if self.cleaned_data.get("person") == GROUP and not OF_ALL.issuperset(items):
            raise forms.ValidationError(_("Of the group as a whole: how many, what happened, and where."))
        return items

    def clean_review_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["review_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class FamilyCodeForm(forms.Form):
    holder = forms.CharField(label=_("To whom you give it"), max_length=300, help_text=SEALED)
