"""Campaigns: made, brought before the public, followed, handed over; for campaigners, who see public words only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tocsin.campaigns import actions, queries
from tocsin.campaigns.models import Campaign
from tocsin.delivery import queries as delivered
from tocsin.desk import actions as desk_actions
from tocsin.desk.forms import campaigns as campaign_forms
from tocsin.desk.roles import CAMPAIGNER
from tocsin.disclosure import queries as disclosure

from .base import ActionView, ButtonView, ConfirmView, Crumb, RoomMixin, RoomView, address


class CampaignsMixin(RoomMixin):
    roles = (CAMPAIGNER,)
    header_icon = "globe"

    def crumbs(self) -> list[Crumb]:
        return [(_("Campaigns"), address("campaigns"))]


class CampaignList(CampaignsMixin, RoomView):
    template_name = "desk/campaigns.html"
    page_title = gettext_lazy("Campaigns")

    def crumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        rows = [(one, queries.text_in(one, language)) for one in Campaign.objects.order_by("slug")]
        return super().get_context_data(rows=rows, **kwargs)


class CampaignAdd(CampaignsMixin, ActionView):
    form_class = campaign_forms.CampaignForm
    template_name = "desk/pairs.html"
    page_title = gettext_lazy("Draft a campaign")
    explanation = gettext_lazy("Say what is asked and why. What is known of people comes from the release alone.")

    def act(self, form: campaign_forms.CampaignForm) -> None:
        told = {
            key: form.cleaned_data[key]
            for key in ("slug", "goal", "release", "deadline", "dangerous", "publish_when_live")
        }
        self.campaign = actions.create_campaign(actor=self.actor, texts=form.texts, addressees=form.addressees, **told)

    def back(self) -> str:
        return address("campaign", self.campaign.pk) if hasattr(self, "campaign") else address("campaigns")


class OneCampaign(CampaignsMixin):
    def prepare(self) -> None:
        self.campaign = get_object_or_404(Campaign, pk=self.kwargs["campaign"])
        self.words = queries.text_in(self.campaign, get_language() or "en")

    def crumbs(self) -> list[Crumb]:
        return [*super().crumbs(), (self.words.title, address("campaign", self.campaign.pk))]

    def get_page_subtitle(self) -> str:
        return self.words.title

    def back(self) -> str:
        return address("campaign", self.campaign.pk)


class CampaignView(OneCampaign, RoomView):
    template_name = "desk/campaign.html"

    def crumbs(self) -> list[Crumb]:
        return CampaignsMixin.crumbs(self)

    def get_page_title(self) -> str:
        return self.words.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language, release = get_language() or "en", self.campaign.release
        return super().get_context_data(
            campaign=self.campaign,
            texts=self.campaign.texts.order_by("language"),
            facts=disclosure.statements(release, language) if release else [],
            figures=queries.figures(self.campaign),
            states=queries.signature_states(self.campaign),
            letters=self.campaign.letters.order_by("-created_at"),
            handovers=delivered.handovers(self.campaign, language),
            outcomes=delivered.outcomes(self.campaign),
            public_url=settings.TOCSIN.public_url,
            **kwargs,
        )


class CampaignPublish(OneCampaign, ConfirmView):
    page_title = gettext_lazy("Bring this campaign before the public?")
    submit_label = gettext_lazy("Publish it now")
    explanation = gettext_lazy(
        "Its pages in English and Korean go up, and people can sign. The leak guard reads every page and letter first."
    )
    done_message = gettext_lazy("The campaign is live.")

    def act(self, form: forms.Form) -> None:
        desk_actions.bring_live(actor=self.actor, campaign=self.campaign)


class CampaignPlan(OneCampaign, ButtonView):
    """Let a draft go live by itself with its release, or no longer."""

    def act(self, form: forms.Form) -> None:
        actions.plan_publishing(actor=self.actor, campaign=self.campaign, when_live="yes" in self.request.POST)


class CampaignClose(OneCampaign, ConfirmView):
    danger = True
    page_title = gettext_lazy("Close this campaign?")
    submit_label = gettext_lazy("Close it")
    explanation = gettext_lazy("Nobody can sign any more. Its page and its count stay, and signers may still withdraw.")

    def act(self, form: forms.Form) -> None:
        actions.close_campaign(actor=self.actor, campaign=self.campaign)


class CampaignRelease(OneCampaign, ActionView):
    form_class = campaign_forms.SetReleaseForm
    page_title = gettext_lazy("Follow the case")
    explanation = gettext_lazy("The facts of the campaign become those of another release, on all its pages at once.")

    def act(self, form: forms.Form) -> None:
        release = form.cleaned_data["release"]
        desk_actions.follow_release(actor=self.actor, campaign=self.campaign, release=release)


class CampaignSites(OneCampaign, ActionView):
    form_class = campaign_forms.SitesForm
    page_title = gettext_lazy("Signing on other sites")
    explanation = gettext_lazy(
        "Partners may put this campaign's form on their own pages. A signature given there counts like any other."
    )

    def get_initial(self) -> dict[str, Any]:
        return {"origins": "\n".join(self.campaign.origins)}

    def act(self, form: campaign_forms.SitesForm) -> None:
        actions.allow_sites(actor=self.actor, campaign=self.campaign, origins=form.cleaned_data["origins"].split())
