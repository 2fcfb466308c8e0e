"""Releases, on the side of the case: drafting, the page of one, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.cases import queries as case_queries
from tocsin.cases.models import Person
from tocsin.desk import built_on, case_file
from tocsin.desk.forms.disclosure import LineFormSet, ReleaseForm
from tocsin.desk.roles import CASEWORKER
from tocsin.disclosure import actions, queries
from tocsin.disclosure.models import PublicRelease

from .base import ActionView, ButtonView, ConfirmView, Crumb, RoomMixin, RoomView, address
from .cases import OneCase

LINES_MORE = 3
State = PublicRelease.State


class ReleaseDraft(OneCase, ActionView):
    """Line by line, in both languages. 'More lines' keeps what was typed, and so does a refusal."""

    form_class = ReleaseForm
    template_name = "desk/release_draft.html"
    page_title = gettext_lazy("Draft a release")
    submit_label = gettext_lazy("Propose it to an approver")
    explanation = gettext_lazy(
        "Write only what may be told. What is told rests, line by line, on what somebody agreed to."
    )
    done_message = gettext_lazy("The release waits for an approver's decision.")

    def prepare(self) -> None:
        super().prepare()
        form_kwargs = {"bases": case_file.bases(self.actor, self.case)}
        self.lines = LineFormSet(self._typed(), prefix="lines", form_kwargs=form_kwargs)

    def _typed(self) -> Any:
        if self.request.method != "POST":
            return None
        typed = self.request.POST.copy()
        if "more" in typed and typed.get("lines-TOTAL_FORMS", "").isdecimal():
            typed["lines-TOTAL_FORMS"] = str(int(typed["lines-TOTAL_FORMS"]) + LINES_MORE)
        return typed

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if "more" in request.POST:
            return self.render_to_response(self.get_context_data(form=form, more=True))
        if form.is_valid() and self.lines.is_valid():
            return self.form_valid(form)
        return self.form_invalid(form)

    def act(self, form: ReleaseForm) -> None:
        lines = [self._line(written) for written in self.lines.written]
        self.release = actions.propose_release(actor=self.actor, case=self.case, lines=lines, **form.told)

    def _line(self, written: dict[str, Any]) -> actions.Line:
        persons = {str(person.pk): person for person in Person.objects.filter(case=self.case)}
        about = [key.split(":", 1) for key in written["rests_on"]]
        texts = {"en": written["en"].strip(), "ko": written["ko"].strip()}
        return actions.Line(texts=texts, rests_on=[(persons.get(person), item) for person, item in about])

    def back(self) -> str:
        return address("release", self.release.pk) if hasattr(self, "release") else super().back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=self.lines, **kwargs)


class OneRelease(RoomMixin):
    """A release as the people of its case see it."""

    roles = (CASEWORKER,)
    header_icon = "openquote"

    def prepare(self) -> None:
        self.release = get_object_or_404(PublicRelease, pk=self.kwargs["release"])
        self.dossier = queries.dossier_for(self.actor, self.release)
        self.title = self._case_title(self.dossier.case_id)

    def _case_title(self, case_id: UUID) -> str:
        case = case_queries.case_for(self.actor, case_id)
        return case_queries.opened_case(self.actor, case).title

    def crumbs(self) -> list[Crumb]:
        case = (self.title, address("case", self.dossier.case_id))
        return [(_("Cases"), address("cases")), case]

    def back(self) -> str:
        return address("release", self.release.pk)


class ReleaseView(OneRelease, RoomView):
    template_name = "desk/release.html"

    def get_page_title(self) -> str:
        return _("Release %(version)d") % {"version": self.dossier.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            dossier=self.dossier,
            built=built_on.built_on(self.release),
            intact=queries.verify_words(self.release),
            withdrawable=self.release.state == State.APPROVED,
            abortable=self.release.state in (State.PROPOSED, State.EMBARGOED),
            late=self.release in queries.missed_hours(),
            **kwargs,
        )


class OfRelease(OneRelease):
    """Something done to one release."""

    def crumbs(self) -> list[Crumb]:
        named = _("Release %(version)d") % {"version": self.dossier.version}
        return [*super().crumbs(), (named, address("release", self.release.pk))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dossier=self.dossier, built=built_on.built_on(self.release), **kwargs)


class ReleaseWithdraw(OfRelease, ConfirmView):
    """One person, one button, no approval, also on a phone."""

    template_name = "desk/release_withdraw.html"
    danger = True
    page_title = gettext_lazy("Withdraw this release?")
    submit_label = gettext_lazy("Withdraw it now")
    done_message = gettext_lazy("The release is withdrawn. Everything built on it is dark.")

    def act(self, form: forms.Form) -> None:
        actions.withdraw_release(actor=self.actor, release=self.release)


class ReleaseAbort(OfRelease, ConfirmView):
    """Before it is live, one person calls it off."""

    template_name = "desk/release_abort.html"
    danger = True
    page_title = gettext_lazy("Call this release off?")
    submit_label = gettext_lazy("Call it off")
    explanation = gettext_lazy("Nothing goes out. What was drafted on it stays a draft that cannot be published.")
    done_message = gettext_lazy("The release is called off. Nothing went out.")

    def act(self, form: forms.Form) -> None:
        actions.abort_release(actor=self.actor, release=self.release)


class ReleaseOpen(OfRelease, ConfirmView):
    """Its hour was missed: a person says whether it goes out all the same."""

    template_name = "desk/release_abort.html"
    proof = True
    page_title = gettext_lazy("Open this release now?")
    submit_label = gettext_lazy("Open it now")
    explanation = gettext_lazy("Its hour was missed. Once opened, it may be published at once.")
    done_message = gettext_lazy("The release is live.")

    def act(self, form: forms.Form) -> None:
        actions.open_release(actor=self.actor, release=self.release)


class ReleasePrepare(OneRelease, ButtonView):
    """Let campaigners draft on a proposal, or no longer."""

    def act(self, form: forms.Form) -> None:
        actions.let_prepare(actor=self.actor, release=self.release, prepare="yes" in self.request.POST)
