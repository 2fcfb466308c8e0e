"""The people of a case: who they are, their names and ties, what became of them and where they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from tocsin.cases import actions, queries
from tocsin.cases.calling import called
from tocsin.cases.contradictions import contradictions
from tocsin.cases.models import Person, PersonDetail, PersonName, Tie
from tocsin.cases.tie_words import forward, seen_from
from tocsin.desk import person_history
from tocsin.desk.forms import people as people_forms
from tocsin.desk.forms.cases import ReasonForm

from .base import ActionView, ButtonView, Crumb, RoomView, address
from .cases import OneCase


class PersonAdd(OneCase, ActionView):
    template_name = "desk/sections.html"
    form_class = people_forms.PersonAddForm
    page_title = gettext_lazy("Add a person")
    done_message = gettext_lazy("The person is in the file.")
    part = "people"

    def act(self, form: people_forms.PersonAddForm) -> None:
        told = {key: form.cleaned_data[key] for key in ("part", "naming", "description")}
        actions.add_person(actor=self.actor, case=self.case, facts=form.facts, names=form.names, **told)


class OnePerson(OneCase):
    """Everything about one person; leads back to their page."""

    done_message = gettext_lazy("It is in the file.")

    def prepare(self) -> None:
        super().prepare()
        self.person = Person.objects.filter(case=self.case, pk=self.kwargs["person"]).select_related("case").first()
        if self.person is None:
            raise Http404
        self.opened_person = self.opened.person(self.person.pk)

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (called(self.opened_person), address("person", self.case.pk, self.person.pk))]

    def get_page_subtitle(self) -> str:
        return called(self.opened_person)

    def back(self) -> str:
        return address("person", self.case.pk, self.person.pk)


class PersonView(OnePerson, RoomView):
    template_name = "desk/case_person.html"

    def crumbs(self) -> list[Crumb]:
        return OneCase.crumbs(self)

    def get_page_title(self) -> str:
        return called(self.opened_person)

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            case=self.case,
            opened=self.opened,
            one=self.opened_person,
            ties=seen_from(self.opened, self.person.pk),
            attachments=[one for one in self.opened.attachments if one.person == self.person.pk and not one.ended],
            earlier=person_history.of_person(self.opened, self.opened_person),
            **kwargs,
        )


class PersonCorrect(OnePerson, ActionView):
    template_name = "desk/sections.html"
    form_class = people_forms.PersonCorrectForm
    page_title = gettext_lazy("Correct what is recorded")
    explanation = gettext_lazy("What stood there is kept, with your reason.")

    def get_initial(self) -> dict[str, Any]:
        return people_forms.as_entered(self.opened_person)

    def act(self, form: people_forms.PersonCorrectForm) -> None:
        told = {key: form.cleaned_data[key] for key in ("part", "naming", "description", "reason")}
        actions.correct_person(actor=self.actor, person=self.person, facts=form.facts, **told)


class NameAdd(OnePerson, ActionView):
    form_class = people_forms.NameForm
    page_title = gettext_lazy("Add a name")
    explanation = gettext_lazy("From now on the guard looks for it in everything that leaves the house.")

    def act(self, form: forms.Form) -> None:
        actions.add_name(actor=self.actor, person=self.person, **form.cleaned_data)


class DetailAdd(OnePerson, ActionView):
    form_class = people_forms.DetailForm
    page_title = gettext_lazy("Add a number or an address")
    explanation = gettext_lazy("From now on the guard looks for it in everything that leaves the house.")

    def act(self, form: forms.Form) -> None:
        actions.add_detail(actor=self.actor, person=self.person, **form.cleaned_data)


class NameEnd(OnePerson, ButtonView):
    model = PersonName
    done_message = gettext_lazy("It is marked as mistaken. The guard still looks for it.")

    def act(self, form: forms.Form) -> None:
        part = get_object_or_404(self.model, person=self.person, pk=self.kwargs["part"])
        actions.end_identifier(actor=self.actor, part=part)


class DetailEnd(NameEnd):
    model = PersonDetail


class TieAdd(OnePerson, ActionView):
    form_class = people_forms.TieForm
    page_title = gettext_lazy("Add a tie")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "persons": self.persons(without=self.person.pk)}

    def act(self, form: forms.Form) -> None:
        relative = get_object_or_404(Person, case=self.case, pk=form.cleaned_data["relative"])
        told = {key: form.cleaned_data[key] for key in ("kind", "certainty")}
        known = set(contradictions(self.opened))
        actions.add_tie(actor=self.actor, person=self.person, relative=relative, **told)
        for words in contradictions(queries.opened_case(self.actor, self.case)):
            if words not in known:
                messages.warning(self.request, words)


class TieEnd(OnePerson, ActionView):
    form_class = ReasonForm
    page_title = gettext_lazy("This tie is mistaken")
    submit_label = gettext_lazy("End it")
    done_message = gettext_lazy("The tie is ended, and kept in the history.")

    def prepare(self) -> None:
        super().prepare()
        self.tie = get_object_or_404(Tie.objects.select_related("person"), case=self.case, pk=self.kwargs["tie"])

    def get_page_subtitle(self) -> str:
        tie = next((one for one in self.opened.ties if one.id == self.tie.pk), None)
        who = self.opened.person(self.tie.person_id)
        return f"{called(who)}: {forward(self.opened, tie)}" if tie and who else ""

    def act(self, form: forms.Form) -> None:
        actions.end_tie(actor=self.actor, tie=self.tie, reason=form.cleaned_data["reason"])


class FateAdd(OnePerson, ActionView):
    form_class = people_forms.FateForm
    page_title = gettext_lazy("What is known of their fate")
    explanation = gettext_lazy("Earlier entries stay. A death is never presumed.")

    def act(self, form: forms.Form) -> None:
        actions.record_fate(actor=self.actor, person=self.person, **form.cleaned_data)


class WhereaboutsAdd(OnePerson, ActionView):
    form_class = people_forms.WhereaboutsForm
    page_title = gettext_lazy("Where they are")
    explanation = gettext_lazy("Earlier entries stay.")

    def act(self, form: people_forms.WhereaboutsForm) -> None:
        told = {key: form.cleaned_data[key] for key in ("kind", "words", "as_of", "source")}
        actions.record_whereabouts(actor=self.actor, person=self.person, place=form.place, **told)
