"""What was done for the people of a case, and who may come to harm over it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy

from tocsin.cases import actions
from tocsin.cases.actions import InterventionWords
from tocsin.cases.models import Intervention
from tocsin.desk.forms import cases as case_forms

from .base import ActionView
from .cases import OneCase


class InterventionAdd(OneCase, ActionView):
    form_class = case_forms.InterventionForm
    page_title = gettext_lazy("Record what was done")
    done_message = gettext_lazy("It is in the file.")
    part = "interventions"

    def act(self, form: forms.Form) -> None:
        actions.record_intervention(actor=self.actor, case=self.case, **form.cleaned_data)


class InterventionCorrect(OneCase, ActionView):
    form_class = case_forms.InterventionCorrectForm
    page_title = gettext_lazy("What came of it")
    explanation = gettext_lazy("Add the response and the effect, or correct the rest. What stood there is kept.")
    done_message = gettext_lazy("It is in the file.")
    part = "interventions"

    def prepare(self) -> None:
        super().prepare()
        wanted = Intervention.objects.filter(case=self.case, pk=self.kwargs["intervention"]).select_related("case")
        self.intervention = wanted.first()
        if self.intervention is None:
            raise Http404
        self.now = next(one for one in self.opened.interventions if one.id == self.intervention.pk)

    def get_page_subtitle(self) -> str:
        return self.now.kind_words

    def get_initial(self) -> dict[str, Any]:
        now = self.now
        dates = {"began": now.began.edtf, "ended": now.ended.edtf if now.ended else ""}
        return {**dates, **{name: getattr(now, name) for name in ("kind", "by", "to", "account", "response", "effect")}}

    def act(self, form: forms.Form) -> None:
        told = dict(form.cleaned_data)
        reason = told.pop("reason")
        words = InterventionWords(**told)
        actions.correct_intervention(actor=self.actor, intervention=self.intervention, told=words, reason=reason)


class RiskAdd(OneCase, ActionView):
    form_class = case_forms.RiskForm
    page_title = gettext_lazy("Weigh the risk")
    explanation = gettext_lazy("The newest judgement counts; earlier ones stay.")
    done_message = gettext_lazy("It is in the file.")
    part = "risk"

    def get_initial(self) -> dict[str, Any]:
        return {"circle": self.request.GET.get("circle", "")}

    def act(self, form: forms.Form) -> None:
        actions.assess_risk(actor=self.actor, case=self.case, **form.cleaned_data)
