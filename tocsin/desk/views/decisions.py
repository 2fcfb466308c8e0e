"""What waits for the second person: an approver sees words, items and reasons, and not the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.desk.roles import APPROVER
from tocsin.disclosure import actions, queries
from tocsin.disclosure.models import BestInterests

from .base import ConfirmView, Crumb, RoomMixin, RoomView, address


class DecisionsMixin(RoomMixin):
    roles = (APPROVER,)
    header_icon = "openquote"

    def crumbs(self) -> list[Crumb]:
        return [(_("To decide"), address("decisions"))]

    def back(self) -> str:
        return address("decisions")


class Decisions(DecisionsMixin, RoomView):
    template_name = "desk/decisions.html"
    page_title = gettext_lazy("To decide")

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, decisions = queries.to_decide(self.actor), queries.decisions_to_confirm(self.actor)
        return super().get_context_data(waiting=waiting, decisions=decisions, **kwargs)


class OneDecision(DecisionsMixin):
    """A proposal that waits; once it is decided there is nothing here any more."""

    def prepare(self) -> None:
        found = [one for one in queries.to_decide(self.actor) if one.release.pk == self.kwargs["release"]]
        if not found:
            raise Http404
        self.proposal = found[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)


class Decide(OneDecision, RoomView):
    template_name = "desk/decide.html"
    page_title = gettext_lazy("A release to decide on")


class Approve(OneDecision, ConfirmView):
    template_name = "desk/decide_confirm.html"
    proof = True
    page_title = gettext_lazy("Approve this release?")
    submit_label = gettext_lazy("Approve: these words may go out")
    explanation = gettext_lazy("You are the second person. From now on these very words may be told to:")
    done_message = gettext_lazy("Approved. The words may be published now.")

    def act(self, form: forms.Form) -> None:
        actions.approve_release(actor=self.actor, release=self.proposal.release)


class Refuse(OneDecision, ConfirmView):
    template_name = "desk/decide_confirm.html"
    proof = True
    page_title = gettext_lazy("Not approve this release?")
    submit_label = gettext_lazy("Do not approve")
    explanation = gettext_lazy("Nothing goes out. A better proposal is a new release. It was meant for:")
    done_message = gettext_lazy("Not approved. Tell its author why.")

    def act(self, form: forms.Form) -> None:
        actions.refuse_release(actor=self.actor, release=self.proposal.release)


class ConfirmBestInterests(DecisionsMixin, ConfirmView):
    template_name = "desk/best_interests_confirm.html"
    proof = True
    page_title = gettext_lazy("Confirm a decision in somebody's best interests?")
    submit_label = gettext_lazy("Confirm")

    def prepare(self) -> None:
        found = [one for one in queries.decisions_to_confirm(self.actor) if one.id == self.kwargs["decision"]]
        if not found:
            raise Http404
        self.decision = found[0]

    def act(self, form: forms.Form) -> None:
        actions.confirm_best_interests(actor=self.actor, decision=BestInterests.objects.get(pk=self.decision.id))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(decision=self.decision, **kwargs)
