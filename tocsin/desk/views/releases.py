"""Releases, on the side of the case: the page of one, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.cases import queries as case_queries
from tocsin.desk import built_on
from tocsin.desk.roles import CASEWORKER
from tocsin.disclosure import actions, queries
from tocsin.disclosure.models import PublicRelease

from .base import ButtonView, ConfirmView, Crumb, RoomMixin, RoomView, address

State = PublicRelease.State


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
