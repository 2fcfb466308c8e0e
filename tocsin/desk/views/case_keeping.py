"""How long a case is kept: closing it, holding it, when it is looked at again, and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tocsin.cases import access_queries, destroying, destruction_actions, keeping_actions
from tocsin.desk import case_end
from tocsin.desk.forms import access as access_forms

from .base import ActionView, ButtonView, ConfirmView, address
from .case_access import OneAccess


class CloseCase(OneAccess, ActionView):
    form_class = access_forms.DayForm
    page_title = gettext_lazy("Close the case")
    submit_label = gettext_lazy("Close it")
    explanation = gettext_lazy("Nobody in it needs help any more, as far as you know. It can be opened again.")

    def act(self, form: forms.Form) -> None:
        keeping_actions.close_case(actor=self.actor, case=self.case, review_by=form.cleaned_data["review_by"])


class ReopenCase(OneAccess, ButtonView):
    done_message = gettext_lazy("Open again.")

    def act(self, form: forms.Form) -> None:
        keeping_actions.reopen_case(actor=self.actor, case=self.case)


class SetReview(OneAccess, ActionView):
    form_class = access_forms.DayForm
    page_title = gettext_lazy("Look at it again")

    def act(self, form: forms.Form) -> None:
        keeping_actions.set_review(actor=self.actor, case=self.case, review_by=form.cleaned_data["review_by"])


class SetHold(OneAccess, ActionView):
    form_class = access_forms.ReasonForm
    page_title = gettext_lazy("Hold the case")
    submit_label = gettext_lazy("Hold it")
    explanation = gettext_lazy("While it is held nobody can destroy it: a court asks for it, say, or a family.")

    def act(self, form: forms.Form) -> None:
        keeping_actions.set_hold(actor=self.actor, case=self.case, reason=form.cleaned_data["reason"])


class LiftHold(OneAccess, ActionView):
    form_class = access_forms.ReasonForm
    page_title = gettext_lazy("Lift the hold")
    submit_label = gettext_lazy("Lift it")

    def act(self, form: forms.Form) -> None:
        keeping_actions.lift_hold(actor=self.actor, case=self.case, reason=form.cleaned_data["reason"])


class Destroy(OneAccess, ActionView):
    form_class = access_forms.DestroyForm
    template_name = "desk/case_destroy.html"
    page_title = gettext_lazy("Destroy the case")
    submit_label = gettext_lazy("Propose to destroy it")
    done_message = gettext_lazy("Proposed. It waits for a second person; until it is carried out it can be called off.")
    danger = True
    proof = True

    def act(self, form: forms.Form) -> None:
        told = form.cleaned_data
        destruction_actions.propose_destruction(
            actor=self.actor, case=self.case, reason=told["reason"], on_day=told["on_day"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(end=case_end.read(self.actor, self.case, self.opened), **kwargs)


class OneDestruction(OneAccess):
    def prepare(self) -> None:
        super().prepare()
        self.destruction = access_queries.destruction_for(self.actor, self.case, self.kwargs["destruction"])


class CallOff(OneDestruction, ButtonView):
    done_message = gettext_lazy("Called off. The case is kept.")

    def act(self, form: forms.Form) -> None:
        destruction_actions.call_off_destruction(actor=self.actor, destruction=self.destruction)


class CarryOut(OneDestruction, ConfirmView):
    template_name = "desk/case_end.html"
    page_title = gettext_lazy("Destroy the case now?")
    submit_label = gettext_lazy("Destroy it now, for good")
    done_message = gettext_lazy("The case is destroyed.")
    danger = True
    proof = True
    done = False

    def act(self, form: forms.Form) -> None:
        destroying.carry_out(actor=self.actor, destruction=self.destruction)
        self.done = True

    def back(self) -> str:
        return address("cases") if self.done else super().back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(end=case_end.read(self.actor, self.case, self.opened), **kwargs)
