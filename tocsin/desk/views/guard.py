"""What the guard stopped, on the case; allowing one sentence; and letting somebody go on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.desk.forms.access import ReasonForm
from tocsin.disclosure import guard_actions, watch
from tocsin.disclosure.guard_stops import Stop
from tocsin.disclosure.guard_words import where_stopped

from .base import ActionView, ButtonView, Crumb, RoomView, address
from .cases import OneCase
from .staff import OneStaff


class CaseGuard(OneCase, RoomView):
    template_name = "desk/case_guard.html"
    page_title = gettext_lazy("What the guard stopped")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allowed = watch.allowances(self.actor, self.case)
        stopped = [
            (one, [(stop, where_stopped(stop)) for stop in one.stops])
            for one in watch.case_stops(self.actor, self.case)
        ]
        return super().get_context_data(case=self.case, opened=self.opened, stopped=stopped, allowed=allowed, **kwargs)


class BelowGuard(OneCase):
    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (_("What the guard stopped"), address("case_guard", self.case.pk))]

    def back(self) -> str:
        return address("case_guard", self.case.pk)


class Allow(BelowGuard, ActionView):
    form_class = ReasonForm
    template_name = "desk/guard_allow.html"
    page_title = gettext_lazy("Allow this sentence")
    submit_label = gettext_lazy("It may stand")
    explanation = gettext_lazy(
        "What is sealed of your case may then stand in this very sentence, wherever that is written. With another word"
        " in it, it is stopped again. Your reason is kept with the case."
    )
    done_message = gettext_lazy("Allowed. Whoever was stopped can try again.")
    danger = True

    def act(self, form: forms.Form) -> None:
        guard_actions.allow_occurrence(
            actor=self.actor, case=self.case, stop=self._stop(), reason=form.cleaned_data["reason"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stop=self._stop(), **kwargs)

    def _stop(self) -> Stop:
        seen = (stop for one in watch.case_stops(self.actor, self.case) for stop in one.stops)
        stop = next((stop for stop in seen if stop.sentence == self.kwargs["sentence"]), None)
        if stop is None:
            raise Http404
        return stop


class TakeBack(BelowGuard, ButtonView):
    done_message = gettext_lazy("It may stand no more; what shows it has been taken out of the window.")

    def act(self, form: forms.Form) -> None:
        allowance = watch.allowance_for(self.actor, self.case, self.kwargs["allowance"])
        guard_actions.withdraw_allowance(actor=self.actor, allowance=allowance)


class LetGoOn(OneStaff, ActionView):
    form_class = ReasonForm
    page_title = gettext_lazy("Let them go on")
    submit_label = gettext_lazy("Let them go on")
    explanation = gettext_lazy(
        "The guard has stopped their words so often within a day that it reads no more of them. That may be a page"
        " about a namesake, or somebody who tries out names: ask before you let them go on."
    )
    proof = True

    def act(self, form: forms.Form) -> None:
        guard_actions.lift_cap(actor=self.actor, staff=self.staff, reason=form.cleaned_data["reason"])
