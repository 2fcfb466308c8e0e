"""The events of a case: recorded, read with what they rest on, corrected, struck."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy

from tocsin.cases import actions
from tocsin.cases.actions import EventWords, RestsOn
from tocsin.cases.models import Event, Person
from tocsin.desk import case_file, event_history
from tocsin.desk.forms import events as event_forms
from tocsin.desk.forms.cases import ReasonForm

from .base import ActionView, Crumb, RoomView, address
from .cases import OneCase

PLAIN = ("kind", "happened", "account", "act", "perpetrator", "count")


class EventAdd(OneCase, ActionView):
    template_name = "desk/sections.html"
    form_class = event_forms.EventAddForm
    page_title = gettext_lazy("Record an event")
    done_message = gettext_lazy("The event is in the file.")
    part = "events"

    def get_form_kwargs(self) -> dict[str, Any]:
        reports = case_file.report_choices(self.actor, self.case)
        return {**super().get_form_kwargs(), "persons": self.persons(), "reports": reports}

    def act(self, form: event_forms.EventAddForm) -> None:
        told = form.cleaned_data
        information = case_file.resting_on(self.actor, self.case, told.get("reports", []))
        if told["source"]:
            information.append(form.rests_on)
        actions.record_event(
            actor=self.actor,
            case=self.case,
            place=form.place,
            persons=list(Person.objects.filter(case=self.case, pk__in=form.roles)),
            roles=form.roles,
            information=information,
            **{key: told[key] for key in PLAIN},
        )


class OneEvent(OneCase):
    """Everything about one event; leads back to its page."""

    done_message = gettext_lazy("It is in the file.")

    def prepare(self) -> None:
        super().prepare()
        self.event = Event.objects.filter(case=self.case, pk=self.kwargs["event"]).select_related("case").first()
        if self.event is None:
            raise Http404
        all_events = (*self.opened.events, *self.opened.struck_events)
        self.opened_event = next(one for one in all_events if one.id == self.event.pk)

    def crumbs(self) -> list[Crumb]:
        there = address("event", self.case.pk, self.event.pk)
        return [*super().crumbs(), (self.opened_event.kind_words, there)]

    def get_page_subtitle(self) -> str:
        return f"{self.opened_event.kind_words}, {self.opened_event.happened}"

    def back(self) -> str:
        return address("event", self.case.pk, self.event.pk)


class EventView(OneEvent, RoomView):
    template_name = "desk/case_event.html"

    def crumbs(self) -> list[Crumb]:
        return OneCase.crumbs(self)

    def get_page_title(self) -> str:
        return self.opened_event.kind_words

    def get_page_subtitle(self) -> str:
        return str(self.opened_event.happened)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            case=self.case,
            opened=self.opened,
            event=self.opened_event,
            struck=self.event.struck_at is not None,
            earlier=event_history.of_event(self.opened, self.opened_event),
            **kwargs,
        )


class EventCorrect(OneEvent, ActionView):
    template_name = "desk/sections.html"
    form_class = event_forms.EventCorrectForm
    page_title = gettext_lazy("Correct the event")
    explanation = gettext_lazy("What stood there is kept, with your reason.")

    def get_initial(self) -> dict[str, Any]:
        return event_forms.as_entered(self.opened_event)

    def get_form_kwargs(self) -> dict[str, Any]:
        told = [(str(one.id), event_history.information_words(one)) for one in self.opened_event.information]
        return {**super().get_form_kwargs(), "persons": self.persons(), "information": told}

    def act(self, form: event_forms.EventCorrectForm) -> None:
        told = form.cleaned_data
        persons = Person.objects.filter(case=self.case, pk__in=form.roles)
        words = EventWords(
            place=form.place,
            involved=tuple((person, form.roles[person.pk]) for person in persons),
            information=tuple(self._kept(told["information"])),
            **{key: told[key] for key in PLAIN},
        )
        actions.correct_event(actor=self.actor, event=self.event, told=words, reason=told["reason"])

    def _kept(self, ticked: list[str]) -> list[RestsOn]:
        names = ("report", "source", "how_known", "reliability", "confirmation", "received")
        kept = [one for one in self.opened_event.information if str(one.id) in ticked]
        return [RestsOn(**{name: getattr(one, name) for name in names}) for one in kept]


class InformationAdd(OneEvent, ActionView):
    form_class = event_forms.InformationForm
    page_title = gettext_lazy("Add what it rests on")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reports": case_file.report_choices(self.actor, self.case)}

    def act(self, form: event_forms.InformationForm) -> None:
        rests_on = form.rests_on
        if named := form.cleaned_data["report"]:
            (known,) = case_file.resting_on(self.actor, self.case, [named])
            told = form.cleaned_data
            rests_on = RestsOn(
                report=UUID(named),
                source=told["source"],
                how_known=told["how_known"],
                reliability=told["reliability"] if "reliability" in form.changed_data else known.reliability,
                confirmation=told["confirmation"],
                received=told["received"] or known.received,
            )
        actions.add_information(actor=self.actor, event=self.event, rests_on=rests_on)


class EventStrike(OneEvent, ActionView):
    form_class = ReasonForm
    page_title = gettext_lazy("This event is mistaken")
    explanation = gettext_lazy("It leaves the timeline and stays in the history.")
    submit_label = gettext_lazy("Strike it")
    done_message = gettext_lazy("The event is struck, and kept in the history.")
    part = "events"

    def act(self, form: forms.Form) -> None:
        actions.strike_event(actor=self.actor, event=self.event, reason=form.cleaned_data["reason"])

    def back(self) -> str:
        return OneCase.back(self)
