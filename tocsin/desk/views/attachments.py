"""The photographs and documents of a case: added, looked at, taken out by the case's own people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.generic import View

from tocsin.cases import actions, attachments
from tocsin.cases.models import Attachment, Person
from tocsin.cases.pictures import SMALL_SIDE
from tocsin.core.actions import Refused
from tocsin.desk.forms.cases import AttachmentForm

from .base import ActionView, ButtonView, RoomMixin, address
from .cases import CasesMixin, OneCase


class AttachmentAdd(OneCase, ActionView):
    form_class = AttachmentForm
    page_title = gettext_lazy("Add a file")
    done_message = gettext_lazy("The file is sealed.")
    part = "files"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "persons": self.persons()}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person", "")}

    def act(self, form: forms.Form) -> None:
        told = form.cleaned_data
        person = Person.objects.filter(case=self.case, pk=told["person"]).first() if told["person"] else None
        self.person = person
        actions.add_attachment(
            actor=self.actor,
            case=self.case,
            person=person,
            kind=told["kind"],
            data=told["file"].read(),
            file_name=told["file"].name,
        )

    def back(self) -> str:
        person = getattr(self, "person", None)
        return address("person", self.case.pk, person.pk) if person else super().back()


class OneAttachment(CasesMixin):
    """Looked up for the actor; whoever may not see it finds nothing."""

    def prepare(self) -> None:
        self.attachment = attachments.attachment_for(self.actor, self.kwargs["attachment"])
        if self.attachment.case_id != self.kwargs["case"]:
            raise Http404


class AttachmentOriginal(OneAttachment, RoomMixin, View):
    """The file as it came, for taking out: never shown in place, whatever it calls itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        opened, data = attachments.original(self.actor, self.attachment)
        answer = HttpResponse(data, content_type="application/octet-stream")
        answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=opened.file_name) or ""
        return sealed(answer)


class AttachmentPicture(OneAttachment, RoomMixin, View):
    """A small clean copy of a photograph, for the case's pages."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            data = attachments.cleared_picture(self.actor, self.attachment, longest_side=SMALL_SIDE)
        except Refused as refusal:
            raise Http404 from refusal
        return sealed(HttpResponse(data, content_type="image/jpeg"))


class AttachmentEnd(OneCase, ButtonView):
    done_message = gettext_lazy("The file is removed from the case's pages.")
    part = "files"

    def act(self, form: forms.Form) -> None:
        attachment = Attachment.objects.filter(case=self.case, pk=self.kwargs["attachment"]).first()
        if attachment is None:
            raise Http404
        actions.end_attachment(actor=self.actor, attachment=attachment)


def sealed(answer: HttpResponse) -> HttpResponse:
    """Kept by no cache, guessed at by no browser, and able to do nothing if it is opened all the same."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
