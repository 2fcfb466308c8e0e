"""The people of a case: who they are, their names and ties, and what became of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from tocsin.cases import actions
from tocsin.cases.models import Person
from tocsin.desk.forms import cases as case_forms

from .base import ActionView
from .cases import OneCase


class PersonAdd(OneCase, ActionView):
    form_class = case_forms.PersonForm
    page_title = gettext_lazy("Add a person")

    def act(self, form: case_forms.PersonForm) -> None:
        told = {key: form.cleaned_data[key] for key in ("part", "naming", "description")}
        actions.add_person(actor=self.actor, case=self.case, facts=form.facts, names=form.names, **told)


class OnePerson(OneCase):
    def prepare(self) -> None:
        super().prepare()
        self.person = Person.objects.filter(case=self.case, pk=self.kwargs["person"]).select_related("case").first()
        if self.person is None:
            raise Http404

    def get_page_subtitle(self) -> str:
        opened = self.opened.person(self.person.pk)
        return opened.description if opened else ""


class NameAdd(OnePerson, ActionView):
    form_class = case_forms.NameForm
    page_title = gettext_lazy("Add a name")
    explanation = gettext_lazy("From now on the guard looks for it in everything that leaves the house.")

    def act(self, form: forms.Form) -> None:
        actions.add_name(actor=self.actor, person=self.person, **form.cleaned_data)


class TieAdd(OnePerson, ActionView):
    form_class = case_forms.TieForm
    page_title = gettext_lazy("Add a tie")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "persons": self.persons(without=self.person.pk)}

    def act(self, form: forms.Form) -> None:
        relative = get_object_or_404(Person, case=self.case, pk=form.cleaned_data["relative"])
        told = {key: form.cleaned_data[key] for key in ("kind", "certainty")}
        actions.add_tie(actor=self.actor, person=self.person, relative=relative, **told)


class FateAdd(OnePerson, ActionView):
    form_class = case_forms.FateForm
    page_title = gettext_lazy("Fate and whereabouts")
    explanation = gettext_lazy("Earlier entries stay. Death is never presumed.")

    def act(self, form: forms.Form) -> None:
        actions.record_fate(actor=self.actor, person=self.person, **form.cleaned_data)
