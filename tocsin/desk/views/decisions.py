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
        return super().get_context_data(
            waiting=queries.to_decide(self.actor),
            decisions=queries.decisions_to_confirm(self.actor),
            embargoed=queries.embargoed(self.actor),
            late={one.pk for one in queries.missed_hours()},
            **kwargs,
        )


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


class OneEmbargoed(DecisionsMixin):
    """A release that is approved and waits for its hour."""

    template_name = "desk/decide_confirm.html"

    def prepare(self) -> None:
        found = [one for one in queries.embargoed(self.actor) if one.release.pk == self.kwargs["release"]]
        if not found:
            raise Http404
        self.proposal = found[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)


class Abort(OneEmbargoed, ConfirmView):
    danger = True
    page_title = gettext_lazy("Call this release off?")
    submit_label = gettext_lazy("Call it off")
    explanation = gettext_lazy("Nothing goes out. It was meant for:")
    done_message = gettext_lazy("The release is called off. Nothing went out.")

    def act(self, form: forms.Form) -> None:
        actions.abort_release(actor=self.actor, release=self.proposal.release)


class Open(OneEmbargoed, ConfirmView):
    proof = True
    page_title = gettext_lazy("Open this release now?")
    submit_label = gettext_lazy("Open it now")
    explanation = gettext_lazy("Its hour was missed. Once opened, these very words may be told to:")
    done_message = gettext_lazy("The release is live.")

    def act(self, form: forms.Form) -> None:
        actions.open_release(actor=self.actor, release=self.proposal.release)


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
