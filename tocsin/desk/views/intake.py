"""Reports as they came: taken in, read, sorted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.desk.case_titles import titles
from tocsin.desk.forms.intake import LinkForm, ReportForm
from tocsin.desk.roles import CASEWORKER
from tocsin.intake import actions, queries
from tocsin.intake.models import Report

from .base import ActionView, ButtonView, Crumb, RoomMixin, RoomView, address


class ReportsMixin(RoomMixin):
    roles = (CASEWORKER,)
    header_icon = "mail"

    def crumbs(self) -> list[Crumb]:
        return [(_("Reports"), address("reports"))]


class ReportList(ReportsMixin, RoomView):
    template_name = "desk/reports.html"
    page_title = gettext_lazy("Reports")

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("triage", "")
        reports = queries.visible_to(self.actor)
        if chosen in Report.Triage.values:
            reports = reports.filter(triage=chosen)
        return super().get_context_data(reports=reports, triages=Report.Triage.choices, chosen=chosen, **kwargs)


class ReportAdd(ReportsMixin, ActionView):
    form_class = ReportForm
    page_title = gettext_lazy("Take in a report")
    submit_label = gettext_lazy("Seal and save")
    done_message = gettext_lazy("The report is sealed and waits for triage.")

    def act(self, form: forms.Form) -> None:
        actions.receive_report(actor=self.actor, **form.cleaned_data)

    def back(self) -> str:
        return address("reports")


class OneReport(ReportsMixin):
    def prepare(self) -> None:
        self.report = queries.report_for(self.actor, self.kwargs["report"])

    def back(self) -> str:
        return address("report", self.report.pk)


class ReportRead(OneReport, RoomView):
    template_name = "desk/report.html"
    page_title = gettext_lazy("Report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report,
            opened=queries.opened(self.actor, self.report),
            link_form=LinkForm(cases=titles(self.actor)),
            case_title=dict(titles(self.actor)).get(str(self.report.case_id)),
            **kwargs,
        )


class ReportLink(OneReport, ButtonView):
    form_class = LinkForm
    done_message = gettext_lazy("The report is in the file of the case.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cases": titles(self.actor)}

    def act(self, form: forms.Form) -> None:
        case_id = UUID(form.cleaned_data["case"])
        actions.link_report(actor=self.actor, report=self.report, case_id=case_id)


class ReportSituation(OneReport, ButtonView):
    done_message = gettext_lazy("Marked as a situation report.")

    def act(self, form: forms.Form) -> None:
        actions.mark_situation(actor=self.actor, report=self.report)


class ReportSetAside(OneReport, ButtonView):
    done_message = gettext_lazy("Set aside.")

    def act(self, form: forms.Form) -> None:
        actions.set_report_aside(actor=self.actor, report=self.report)
