"""What came of a campaign: handovers, replies, the outcome."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from tocsin.delivery import actions
from tocsin.delivery.models import Handover
from tocsin.desk.forms import campaigns as campaign_forms

from .base import ActionView
from .campaigns import OneCampaign


class HandoverAdd(OneCampaign, ActionView):
    form_class = campaign_forms.HandoverForm
    page_title = gettext_lazy("Record a handover")
    explanation = gettext_lazy("The count is that of this moment.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "campaign": self.campaign}

    def act(self, form: forms.Form) -> None:
        actions.record_handover(actor=self.actor, campaign=self.campaign, **form.cleaned_data)


class ReplyAdd(OneCampaign, ActionView):
    form_class = campaign_forms.ReplyForm
    page_title = gettext_lazy("Record the reply")
    explanation = gettext_lazy("That nobody answered is a reply too.")

    def act(self, form: forms.Form) -> None:
        handover = get_object_or_404(Handover, campaign=self.campaign, pk=self.kwargs["handover"])
        actions.record_reply(actor=self.actor, handover=handover, **form.cleaned_data)


class OutcomeAdd(OneCampaign, ActionView):
    form_class = campaign_forms.OutcomeForm
    page_title = gettext_lazy("Record the outcome")
    explanation = gettext_lazy("Told honestly, even when it is the worst.")

    def act(self, form: forms.Form) -> None:
        actions.record_outcome(actor=self.actor, campaign=self.campaign, **form.cleaned_data)
