"""Consents of a case, and decisions in somebody's best interests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from tocsin.cases.models import Person
from tocsin.desk.forms.disclosure import GROUP, BestInterestsForm, ConsentForm
from tocsin.disclosure import actions
from tocsin.disclosure.models import BestInterests, Consent

from .base import ActionView, ConfirmView
from .cases import OneCase


class AboutSomebody(OneCase, ActionView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "persons": self.persons()}

    def person(self, form: forms.Form) -> Person | None:
        chosen = form.cleaned_data["person"]
        return None if chosen == GROUP else get_object_or_404(Person, case=self.case, pk=chosen)


class ConsentAdd(AboutSomebody):
    form_class = ConsentForm
    page_title = gettext_lazy("Record a consent")

    @transaction.atomic
    def act(self, form: forms.Form) -> None:
        told = {key: form.cleaned_data[key] for key in ("audience", "until", "giver", "how")}
        person = self.person(form)
        for item in form.cleaned_data["items"]:
            actions.record_consent(actor=self.actor, case=self.case, person=person, item=item, **told)


class ConsentWithdraw(OneCase, ConfirmView):
    danger = True
    page_title = gettext_lazy("Withdraw a consent")
    submit_label = gettext_lazy("Withdraw the consent")
    explanation = gettext_lazy(
        "Nothing new can be published on it. What is published already stays until its release is withdrawn: "
        "the case file shows which."
    )

    def act(self, form: forms.Form) -> None:
        consent = get_object_or_404(Consent, case=self.case, pk=self.kwargs["consent"])
        actions.withdraw_consent(actor=self.actor, consent=consent)


class BestInterestsAdd(AboutSomebody):
    form_class = BestInterestsForm
    page_title = gettext_lazy("Propose a decision in somebody's best interests")
    explanation = gettext_lazy("A second person must confirm it before anything can rest on it.")

    def act(self, form: forms.Form) -> None:
        told = {key: form.cleaned_data[key] for key in ("item", "audience", "until", "reasons")}
        actions.propose_best_interests(actor=self.actor, case=self.case, person=self.person(form), **told)


class BestInterestsConfirm(OneCase, ConfirmView):
    """By another caseworker of the case; an approver confirms on a screen that does not name it."""

    proof = True
    page_title = gettext_lazy("Confirm a decision in somebody's best interests")
    submit_label = gettext_lazy("Confirm")

    def act(self, form: forms.Form) -> None:
        decision = get_object_or_404(BestInterests, case=self.case, pk=self.kwargs["decision"])
        actions.confirm_best_interests(actor=self.actor, decision=decision)


class BestInterestsWithdraw(OneCase, ConfirmView):
    danger = True
    page_title = gettext_lazy("Withdraw a decision in somebody's best interests")
    submit_label = gettext_lazy("Withdraw the decision")

    def act(self, form: forms.Form) -> None:
        decision = get_object_or_404(BestInterests, case=self.case, pk=self.kwargs["decision"])
        actions.withdraw_best_interests(actor=self.actor, decision=decision)
