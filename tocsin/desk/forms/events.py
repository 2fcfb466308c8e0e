"""The forms of events and of what they rest on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.cases.actions import RestsOn
from tocsin.cases.models import Confirmation, Event, Involvement, Reliability
from tocsin.cases.opened import OpenedEvent
from tocsin.cases.places import GRAINS
from tocsin.desk.fields import CountForm, UncertainDateFormField, Words

from .cases import Choices, ReasonForm
from .places import PlaceForm
from .sections import InSections, Section

HAPPENED: Section = (_("What happened"), ("kind", "happened", "account"), False)
WHERE: Section = (_("Where"), GRAINS, False)
TO_WHOM: Section = (_("To whom"), ("victims", "count_sense", "count_number", "count_to", "count_source"), False)
WITNESSED: Section = (_("Who witnessed it"), ("witnesses",), True)
IN_LAW: Section = (_("The act, and who is alleged to have done it"), ("act", "perpetrator"), True)


class EventForm(InSections, PlaceForm, CountForm):
    """``persons`` are (id, what they are called) of the case's persons."""

    sections = [HAPPENED, WHERE, TO_WHOM, WITNESSED, IN_LAW]

    kind = forms.ChoiceField(label=_("What happened"), choices=Event.Kind.choices)
    happened = UncertainDateFormField(label=_("When"))
    account = Words(label=_("Account"), help_text=_("Sealed. No routes, no safe houses, no helpers' names."))
    act = forms.CharField(
        label=_("The act"),
        max_length=200,
        required=False,
        help_text=_("What was done to them, as the law calls it: arbitrary detention, refoulement, forced labour."),
    )
    perpetrator = forms.CharField(
        label=_("Alleged to have done it"), max_length=200, required=False, help_text=_("An institution, not a person.")
    )
    victims = forms.MultipleChoiceField(
        label=_("To whom it happened"), required=False, widget=forms.CheckboxSelectMultiple
    )
    witnesses = forms.MultipleChoiceField(
        label=_("Who witnessed it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["victims"].choices = self.fields["witnesses"].choices = persons

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if set(cleaned.get("victims", [])) & set(cleaned.get("witnesses", [])):
            self.add_error("witnesses", _("Nobody can be both: choose what matters more."))
        return cleaned

    @property
    def roles(self) -> dict[UUID, str]:
        """The role of each person who is involved."""
        told = self.cleaned_data
        return {
            **{UUID(person): Involvement.Role.VICTIM for person in told["victims"]},
            **{UUID(person): Involvement.Role.WITNESS for person in told["witnesses"]},
        }


class RestsOnForm(forms.Form):
    """What somebody told, and how far it can be relied on."""

    source = forms.CharField(label=_("Who says so"), max_length=200, required=False, help_text=_("Sealed."))
    how_known = forms.CharField(label=_("How they know"), max_length=300, required=False, help_text=_("Sealed."))
    reliability = forms.ChoiceField(
        label=_("How reliable this source has been"),
        choices=[(letter.value, f"{letter.value}: {letter.label}") for letter in Reliability],
        initial=Reliability.F,
    )
    confirmation = forms.ChoiceField(
        label=_("How far others confirm it"), choices=Confirmation.choices, initial=Confirmation.PROBABLE
    )
    received = UncertainDateFormField(label=_("When we heard of it"), required=False)

    @property
    def rests_on(self) -> RestsOn:
        names = ("source", "how_known", "reliability", "confirmation", "received")
        return RestsOn(**{name: self.cleaned_data[name] for name in names})


class EventAddForm(EventForm, RestsOnForm):
    """An event with what it rests on: reports of the file, and one more source; others are added afterwards."""

    reports = forms.MultipleChoiceField(
        label=_("Resting on these reports"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sections = [
        *EventForm.sections,
        (_("What it rests on"), ("reports",), False),
        (
            _("Or on somebody's word"),
            ("source", "how_known", "reliability", "confirmation", "received"),
            False,
        ),
    ]

    def __init__(self, *args: Any, reports: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports"].choices = reports
        if not reports:
            del self.fields["reports"]


class EventCorrectForm(EventForm, ReasonForm):
    """``information`` are (id, words) of what the event rests on now: what is not ticked is wrong."""

    information = forms.MultipleChoiceField(
        label=_("It rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick what is wrong."),
    )
    sections = [*EventForm.sections, (_("What it rests on"), ("information",), False), (_("Why"), ("reason",), False)]

    def __init__(self, *args: Any, information: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["information"].choices = information


class InformationForm(RestsOnForm):
    """One more thing that an event rests on: a report of the file, or somebody's word."""

    report = forms.ChoiceField(label=_("A report"), required=False)
    field_order = ["report"]

    def __init__(self, *args: Any, reports: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [("", _("none: somebody's word")), *reports]


def as_entered(event: OpenedEvent) -> dict[str, Any]:
    """What the form of an event begins with."""
    count = event.count
    number = None if count is None else count.maximum if count.minimum is None else count.minimum
    return {
        "kind": event.kind,
        "happened": event.happened.edtf,
        **{grain: getattr(event.place, grain) for grain in GRAINS},
        "account": event.account,
        "act": event.act,
        "perpetrator": event.perpetrator,
        "victims": [str(one.person) for one in event.involved if one.role == Involvement.Role.VICTIM],
        "witnesses": [str(one.person) for one in event.involved if one.role == Involvement.Role.WITNESS],
        "count_sense": count.sense if count else "",
        "count_number": number,
        "count_to": count.maximum if count else None,
        "count_source": count.source if count else "",
        "information": [str(one.id) for one in event.information],
    }
