"""Case files: seen and worked on by the caseworkers assigned to them, and by nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.accounts.models import Staff
from tocsin.cases import actions, queries
from tocsin.cases.calling import called
from tocsin.desk import case_file
from tocsin.desk.case_titles import titles
from tocsin.desk.forms import cases as case_forms
from tocsin.desk.roles import CASEWORKER
from tocsin.intake import queries as reports
from tocsin.intake.actions import link_report

from .base import ActionView, ButtonView, Crumb, RoomMixin, RoomView, address


class CasesMixin(RoomMixin):
    roles = (CASEWORKER,)
    header_icon = "folder-inverse"

    def crumbs(self) -> list[Crumb]:
        return [(_("Cases"), address("cases"))]


class CaseList(CasesMixin, RoomView):
    template_name = "desk/cases.html"
    page_title = gettext_lazy("Cases")

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = dict(titles(self.actor))
        cases = [(case, named[str(case.pk)]) for case in queries.visible_to(self.actor)]
        return super().get_context_data(cases=cases, **kwargs)


class CaseOpen(CasesMixin, ActionView):
    form_class = case_forms.CaseForm
    page_title = gettext_lazy("Open a case")
    submit_label = gettext_lazy("Open the case")
    done_message = gettext_lazy("The case is open. Add the people you know of.")

    def prepare(self) -> None:
        """The report that the case is opened from, if there is one, goes into its file."""
        self.report = None
        if named := self.request.GET.get("report"):
            try:
                self.report = reports.report_for(self.actor, UUID(named))
            except ValueError:
                raise Http404 from None

    @transaction.atomic
    def act(self, form: forms.Form) -> None:
        self.case = actions.open_case(
            actor=self.actor, title=form.cleaned_data["title"], count=form.cleaned_data["count"]
        )
        if self.report is not None:
            link_report(actor=self.actor, report=self.report, case_id=self.case.pk)

    def back(self) -> str:
        return address("case", self.case.pk) if hasattr(self, "case") else address("cases")


class OneCase(CasesMixin):
    """Everything below one case; ``opened`` is its file in plain text."""

    def prepare(self) -> None:
        self.case = queries.case_for(self.actor, self.kwargs["case"])
        self.opened = queries.opened_case(self.actor, self.case)

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (self.opened.title, address("case", self.case.pk))]

    part = ""

    def back(self) -> str:
        """The case's page, at the part of it that was worked on."""
        return address("case", self.case.pk) + (f"#{self.part}" if self.part else "")

    def persons(self, *, without: object = None) -> list[tuple[str, str]]:
        return [(str(p.id), called(p)) for p in self.opened.persons if p.id != without]


class CaseFile(OneCase, RoomView):
    template_name = "desk/case.html"

    def crumbs(self) -> list[Crumb]:
        return CasesMixin.crumbs(self)

    def get_page_title(self) -> str:
        return self.opened.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, file=case_file.read(self.actor, self.case), **kwargs)


class HeadlineCount(OneCase, ActionView):
    form_class = case_forms.HeadlineCountForm
    page_title = gettext_lazy("How many people")
    explanation = gettext_lazy("Earlier counts are kept.")
    done_message = gettext_lazy("The count is recorded.")

    def act(self, form: forms.Form) -> None:
        told = {key: form.cleaned_data[key] for key in ("count", "why")}
        actions.set_headline_count(actor=self.actor, case=self.case, **told)


class Assign(OneCase, ActionView):
    form_class = case_forms.AssignForm
    page_title = gettext_lazy("Let a caseworker in")
    explanation = gettext_lazy("They will see the whole file.")
    done_message = gettext_lazy("They are let in.")
    part = "team"

    def act(self, form: forms.Form) -> None:
        actions.assign_staff(actor=self.actor, case=self.case, staff=form.cleaned_data["staff"])


class EndAssignment(OneCase, ButtonView):
    part = "team"
    done_message = gettext_lazy("They are let out.")

    def act(self, form: forms.Form) -> None:
        staff = get_object_or_404(Staff, pk=self.kwargs["staff"])
        actions.end_assignment(actor=self.actor, case=self.case, staff=staff)

    def back(self) -> str:
        mine = queries.visible_to(self.actor).filter(pk=self.case.pk).exists()
        return super().back() if mine else address("cases")
