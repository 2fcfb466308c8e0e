"""Reports as they came: taken in, read, sorted, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from tocsin.accounts.models import Staff
from tocsin.cases import actions as cases
from tocsin.desk.case_titles import titles
from tocsin.desk.file_names import safe_name
from tocsin.desk.forms.intake import AnswerForm, DuplicateForm, LinkForm, ReportForm, SituationFileForm
from tocsin.desk.report_list import in_words, originals_for
from tocsin.desk.roles import CASEWORKER
from tocsin.intake import actions, queries
from tocsin.intake.answer_actions import answer_report, take_out_attachment
from tocsin.intake.keeping import IncomingFile
from tocsin.intake.models import Receipt, Report

from .base import ActionView, ButtonView, Crumb, RoomMixin, RoomView, address

A_PAGE = 50


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
        if chosen == "news":
            reports = reports.filter(news=True)
        elif chosen in Report.Triage.values:
            reports = reports.filter(triage=chosen)
        page = Paginator(reports, A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            reports=page, triages=[*Report.Triage.choices, ("news", _("with news"))], chosen=chosen, **kwargs
        )


class ReportAdd(ReportsMixin, ActionView):
    form_class = ReportForm
    page_title = gettext_lazy("Take in a report")
    submit_label = gettext_lazy("Seal and save")
    done_message = gettext_lazy("The report is sealed and waits for triage.")

    def act(self, form: forms.Form) -> None:
        files = [IncomingFile(file.name, file.read()) for file in form.cleaned_data.pop("files")]
        actions.receive_report(actor=self.actor, files=files, **form.cleaned_data)

    def back(self) -> str:
        return address("reports")


class OneReport(ReportsMixin):
    """Below one report."""

    def prepare(self) -> None:
        self.report = queries.report_for(self.actor, self.kwargs["report"])

    def back(self) -> str:
        return address("report", self.report.pk)


class ReportRead(OneReport, RoomView):
    template_name = "desk/report.html"
    page_title = gettext_lazy("Report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opened = queries.opened(self.actor, self.report)
        authors = {entry.author for entry in opened.entries if entry.author}
        names = dict(Staff.objects.filter(pk__in=authors).values_list("pk", "name"))
        return super().get_context_data(
            report=self.report,
            opened=opened,
            entries=[(entry, names.get(entry.author, "")) for entry in opened.entries],
            link_form=LinkForm(cases=titles(self.actor)),
            duplicate_form=DuplicateForm(originals=originals_for(self.actor, self.report)),
            answer_form=AnswerForm(),
            has_receipt=Receipt.objects.filter(pk=self.report.pk).exists(),
            case_title=dict(titles(self.actor)).get(str(self.report.case_id)),
            kin=self._kin(),
            **kwargs,
        )

    def _kin(self) -> list[tuple[Report, str]]:
        """The report of which this is a duplicate, or its duplicates, as far as they may be read."""
        seen = queries.visible_to(self.actor)
        kin = seen.filter(duplicate_of=self.report) | seen.filter(pk=self.report.duplicate_of_id)
        return [(each, in_words(each)) for each in kin]


class ReportFile(OneReport, RoomMixin, View):
    """A file as it came, for taking out: never shown in place, whatever it calls itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attachment = queries.attachment_for(self.actor, self.report, self.kwargs["file"])
        file = take_out_attachment(actor=self.actor, attachment=attachment)
        answer = HttpResponse(file.body, content_type="application/octet-stream")
        name = safe_name(file.name)
        answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
        answer["Cache-Control"] = "private, no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


class ReportLink(OneReport, ButtonView):
    form_class = LinkForm
    done_message = gettext_lazy("The report is in the file of the case.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cases": titles(self.actor)}

    def act(self, form: forms.Form) -> None:
        case_id = UUID(form.cleaned_data["case"])
        actions.link_report(actor=self.actor, report=self.report, case_id=case_id)


class ReportSituation(OneReport, ButtonView):
    done_message = gettext_lazy("Marked as a situation report. The staff is told that there is one.")

    def act(self, form: forms.Form) -> None:
        actions.mark_situation(actor=self.actor, report=self.report)


class ReportDuplicate(OneReport, ButtonView):
    form_class = DuplicateForm
    done_message = gettext_lazy("Marked as a duplicate; it goes where the other one goes.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "originals": originals_for(self.actor, self.report)}

    def act(self, form: forms.Form) -> None:
        original = queries.report_for(self.actor, UUID(form.cleaned_data["original"]))
        actions.mark_duplicate(actor=self.actor, report=self.report, original=original)

    def back(self) -> str:
        """It may lie with a case that is not one's own now."""
        return super().back() if queries.visible_to(self.actor).filter(pk=self.report.pk) else address("reports")


class ReportSetAside(OneReport, ButtonView):
    done_message = gettext_lazy("Set aside.")

    def act(self, form: forms.Form) -> None:
        actions.set_report_aside(actor=self.actor, report=self.report)


class ReportNewsRead(OneReport, ButtonView):
    done_message = gettext_lazy("Noted as read.")

    def act(self, form: forms.Form) -> None:
        actions.mark_news_read(actor=self.actor, report=self.report)


class ReportAnswer(OneReport, ActionView):
    form_class = AnswerForm
    page_title = gettext_lazy("Answer who reported")
    submit_label = gettext_lazy("Seal and publish the answer")
    done_message = gettext_lazy("Whoever has the code can read it now.")
    explanation = gettext_lazy("It can be read with the receipt code alone. It is never changed: a later answer may.")

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (_("Report"), address("report", self.report.pk))]

    def act(self, form: forms.Form) -> None:
        answer_report(actor=self.actor, report=self.report, text=form.cleaned_data["text"])


class SituationFile(OneReport, ActionView):
    """A situation is told to the public through the same door as a case: with a file of its own."""

    form_class = SituationFileForm
    page_title = gettext_lazy("Open a file for the situation")
    submit_label = gettext_lazy("Open the file")
    done_message = gettext_lazy("The file is open. Record who agrees that it is told, then draft a release.")
    explanation = gettext_lazy(
        "Partners and the public read of a situation through a release, in each language, approved by two people: it "
        "needs a file for that, with the consent of who told us. The report itself stays with all caseworkers."
    )

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (_("Report"), address("report", self.report.pk))]

    @transaction.atomic
    def act(self, form: forms.Form) -> None:
        self.case = cases.open_case(actor=self.actor, title=form.cleaned_data["title"], count=None)
        actions.file_situation(actor=self.actor, report=self.report, case_id=self.case.pk)

    def back(self) -> str:
        return address("case", self.case.pk) if hasattr(self, "case") else super().back()
