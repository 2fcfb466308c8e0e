"""Who may see a case: getting in in an emergency, finding somebody by name, who looked, and taking the file out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.cases import access_queries, emergency_actions, export_actions, search
from tocsin.desk import audit_trail
from tocsin.desk.forms import access as access_forms

from .base import ActionView, ButtonView, Crumb, RoomView, address
from .cases import CasesMixin, OneCase

# As far back as the screen shows what was done; all of it stays in the audit.
ROWS = 200


class Search(CasesMixin, ActionView):
    """By POST, so that the name stands in no address, and in no log of a server in between."""

    form_class = access_forms.SearchForm
    template_name = "desk/case_search.html"
    page_title = gettext_lazy("Find a person")
    submit_label = gettext_lazy("Find")
    explanation = gettext_lazy("Within your own cases. Whoever is found is shown on their case as seen by you.")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        found = search.find_person(self.actor, form.cleaned_data["name"])
        return self.render_to_response(self.get_context_data(form=form, found=found, asked=True))

    def back(self) -> str:
        return address("cases")


class OpenInEmergency(CasesMixin, ActionView):
    form_class = access_forms.EmergencyForm
    page_title = gettext_lazy("Open a case in an emergency")
    submit_label = gettext_lazy("Let me in for 12 hours")
    explanation = gettext_lazy(
        "When somebody is in danger and nobody of the case can be reached. Its people are told at once that it was you,"
        " and read your reason. You can read and work on it; you cannot let others in, take it out or destroy it."
    )
    danger = True
    proof = True

    def act(self, form: forms.Form) -> None:
        told = form.cleaned_data
        opening = emergency_actions.open_in_emergency(actor=self.actor, number=told["number"], reason=told["reason"])
        self.opened = opening.case_id

    def back(self) -> str:
        return address("case", self.opened) if hasattr(self, "opened") else address("cases")


class OneAccess(OneCase):
    """Below one case; its own file need not be read for it."""

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (_("Access and keeping"), address("case_access", self.case.pk))]

    def back(self) -> str:
        return address("case_access", self.case.pk)


class Access(OneAccess, RoomView):
    template_name = "desk/case_access.html"
    page_title = gettext_lazy("Access and keeping")

    def crumbs(self) -> list[Crumb]:
        return OneCase.crumbs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        access = access_queries.opened_access(self.actor, self.case)
        done = audit_trail.of_case(self.case)[:ROWS]
        return super().get_context_data(case=self.case, opened=self.opened, access=access, done=done, **kwargs)


class EndEmergency(OneAccess, ButtonView):
    done_message = gettext_lazy("Ended.")

    def act(self, form: forms.Form) -> None:
        opening = access_queries.emergency_for(self.actor, self.case, self.kwargs["opening"])
        emergency_actions.end_emergency(actor=self.actor, opening=opening)
        self.over = opening.staff_id == self.actor.staff_id

    def back(self) -> str:
        return address("cases") if getattr(self, "over", False) else super().back()


class ExportAsk(OneAccess, ActionView):
    form_class = access_forms.ExportForm
    page_title = gettext_lazy("Take the file out")
    submit_label = gettext_lazy("Ask a second person")
    explanation = gettext_lazy(
        "The whole file, names included, as one file for you. A colleague of the case or an approver has to say yes;"
        " then you can take it for 24 hours. What you have taken out, nobody can take back."
    )
    danger = True
    proof = True
    done_message = gettext_lazy("Asked. It waits for a second person.")

    def act(self, form: forms.Form) -> None:
        export_actions.request_export(actor=self.actor, case=self.case, **form.cleaned_data)


class ExportDownload(OneAccess, ButtonView):
    proof = True

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer = super().form_valid(form)
        taken = getattr(self, "taken", None)
        if taken is None:
            return answer
        headers = {"Content-Disposition": f'attachment; filename="{taken.name}"', "Cache-Control": "no-store"}
        return HttpResponse(taken.body, content_type=taken.content_type, headers=headers)

    def act(self, form: forms.Form) -> None:
        export = access_queries.export_for(self.actor, self.case, self.kwargs["export"])
        self.taken = export_actions.download_export(actor=self.actor, export=export)
