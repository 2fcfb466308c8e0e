"""What waits for a second person beside releases: exports and ends of cases. An approver learns no case by it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tocsin.cases import access_queries, destruction_actions, export_actions
from tocsin.cases.models.access import CaseExport, Destruction
from tocsin.desk.roles import APPROVER, CASEWORKER

from .base import ConfirmView, RoomMixin, address


class SecondMixin(RoomMixin):
    """A colleague of the case, or an approver. Once it is decided there is nothing here any more."""

    roles = (CASEWORKER, APPROVER)
    header_icon = "openquote"

    def back(self) -> str:
        return address("decisions") if APPROVER in self.actor.roles else reverse("wagtailadmin_home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(one=self.one, **kwargs)


class OneExport(SecondMixin):
    def prepare(self) -> None:
        found = [one for one in access_queries.exports_to_decide(self.actor) if one.id == self.kwargs["export"]]
        if not found:
            raise Http404
        self.one = found[0]


class ExportDecide(OneExport, ConfirmView):
    template_name = "desk/export_decide.html"
    page_title = gettext_lazy("May this file be taken out?")
    submit_label = gettext_lazy("Yes, it may be taken out")
    done_message = gettext_lazy("Approved. Whoever asked can take it for 24 hours.")
    explanation = gettext_lazy("A whole case file, names included, as one file for whoever asks.")
    danger = True
    proof = True

    def act(self, form: forms.Form) -> None:
        export_actions.approve_export(actor=self.actor, export=CaseExport.objects.get(pk=self.one.id))


class ExportRefuse(OneExport, ConfirmView):
    template_name = "desk/export_decide.html"
    page_title = gettext_lazy("Not let this file be taken out?")
    submit_label = gettext_lazy("No, it stays here")
    done_message = gettext_lazy("Not approved. Tell whoever asked why.")
    proof = True

    def act(self, form: forms.Form) -> None:
        export_actions.refuse_export(actor=self.actor, export=CaseExport.objects.get(pk=self.one.id))


class DestructionApprove(SecondMixin, ConfirmView):
    template_name = "desk/destruction_decide.html"
    page_title = gettext_lazy("Let this case be destroyed?")
    submit_label = gettext_lazy("Yes, it may be destroyed")
    done_message = gettext_lazy("Approved. It still has to be carried out, and can be called off until then.")
    explanation = gettext_lazy("Once it is carried out nobody can bring it back, not from any backup either.")
    danger = True
    proof = True

    def prepare(self) -> None:
        waiting = access_queries.destructions_to_decide(self.actor)
        found = [one for one in waiting if one.id == self.kwargs["destruction"]]
        if not found:
            raise Http404
        self.one = found[0]

    def act(self, form: forms.Form) -> None:
        destruction_actions.approve_destruction(actor=self.actor, destruction=Destruction.objects.get(pk=self.one.id))
