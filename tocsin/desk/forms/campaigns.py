"""Campaigns, letters, and what came of them: public words only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.campaigns.models import Addressee, Campaign
from tocsin.campaigns.queries import text_in
from tocsin.campaigns.words import CampaignWords
from tocsin.delivery.models import Outcome, Reply
from tocsin.desk.fields import DayField, UncertainDateFormField, Words, today
from tocsin.disclosure.models import PublicRelease, Statement
from tocsin.disclosure.queries import preparable
from tocsin.mailings.models import Letter
from tocsin.mailings.words import LetterWords

CODES = ("en", "ko")
BODY = _("A blank line begins a new paragraph. The greeting and the button to the campaign are added.")
NAMES = {"en": _("English"), "ko": _("Korean")}


class ReleaseField(forms.ModelChoiceField):
    """A public release, chosen by its words: a live one, or one that may be drafted on before it is live."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=PublicRelease.objects.none(), label=_("Facts from the release"), **kwargs)

    @staticmethod
    def standing() -> Any:
        return preparable().filter(state=PublicRelease.State.APPROVED).order_by("-approved_at")

    @staticmethod
    def preparable() -> Any:
        return preparable().order_by("-proposed_at")

    def label_from_instance(self, release: PublicRelease) -> str:
        lines = Statement.objects.filter(release=release, language=get_language() or "en").order_by("position")
        words = Truncator(" ".join(lines.values_list("text", flat=True))).chars(110)
        live = release.state == PublicRelease.State.APPROVED
        return words if live else f"{words} ({release.get_state_display()})"


class WithRelease(forms.Form):
    """``early``: whether what is not live yet may be chosen, since nothing leaves by this form."""

    early = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = ReleaseField.preparable() if self.early else ReleaseField.standing()


class CampaignField(forms.ModelChoiceField):
    """A campaign, chosen by its title."""

    def label_from_instance(self, campaign: Campaign) -> str:
        return text_in(campaign, get_language() or "en").title


class CampaignForm(WithRelease):
    """The campaign's own words in both languages; facts about people come from the release."""

    early = True

    slug = forms.CharField(
        label=_("Address"), max_length=50, help_text=_("The end of its web address, such as save-my-friend.")
    )
    release = ReleaseField(required=False)
    publish_when_live = forms.BooleanField(
        label=_("Publish it by itself as soon as the release is live"),
        required=False,
        help_text=_("Within seconds of its approval, or at its hour. The leak guard still reads everything first."),
    )
    goal = forms.IntegerField(label=_("Goal"), min_value=1, initial=10_000)
    deadline = DayField(label=_("Until"), required=False)
    dangerous = forms.BooleanField(
        label=_("Being known as a signer is dangerous"),
        required=False,
        help_text=_("Then letters have a neutral sender and subject."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200)
    summary_en = Words(label=_("Summary in English"), rows=2, max_length=500)
    summary_ko = Words(label=_("Summary in Korean"), rows=2, max_length=500)
    demand_en = Words(label=_("What is asked, in English, one demand a line"))
    demand_ko = Words(label=_("What is asked, in Korean, one demand a line"))
    consent_text_en = Words(label=_("What a signer agrees to, in English"), rows=3)
    consent_text_ko = Words(label=_("What a signer agrees to, in Korean"), rows=3)
    addressees_en = Words(label=_("Who is asked, in English, one office a line"), rows=3)
    addressees_ko = Words(label=_("Who is asked, in Korean, in the same order"), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(self._offices("en")) != len(self._offices("ko")):
            self.add_error("addressees_ko", _("The same offices, in the same order, in both languages."))
        return cleaned

    def _offices(self, code: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get(f"addressees_{code}", "").splitlines() if line.strip()]

    @property
    def addressees(self) -> list[dict[str, str]]:
        return [{"en": en, "ko": ko} for en, ko in zip(self._offices("en"), self._offices("ko"), strict=True)]

    @property
    def texts(self) -> dict[str, CampaignWords]:
        return {
            code: CampaignWords(
                **{part: self.cleaned_data[f"{part}_{code}"] for part in ("title", "summary", "demand", "consent_text")}
            )
            for code in CODES
        }


class SetReleaseForm(WithRelease):
    early = True
    release = ReleaseField()


class LetterForm(WithRelease):
    early = True
    kind = forms.ChoiceField(label=_("What it is"))
    campaign = CampaignField(
        label=_("Campaign"),
        queryset=Campaign.objects.order_by("slug"),
        required=False,
        help_text=_("An update goes to those who signed it and said yes to hearing more."),
    )
    release = ReleaseField(
        required=False, help_text=_("What the letter tells of a case. Empty: the release of the campaign.")
    )
    subject_en = forms.CharField(label=_("Subject in English"), max_length=200)
    subject_ko = forms.CharField(label=_("Subject in Korean"), max_length=200)
    preheader_en = forms.CharField(label=_("Preview line in English"), max_length=200, required=False)
    preheader_ko = forms.CharField(label=_("Preview line in Korean"), max_length=200, required=False)
    body_en = Words(label=_("Text in English"), rows=12, help_text=BODY)
    body_ko = Words(label=_("Text in Korean"), rows=12, help_text=BODY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in Letter.BROADCAST]

    @property
    def texts(self) -> dict[str, LetterWords]:
        return {
            code: LetterWords(
                **{part: self.cleaned_data[f"{part}_{code}"] for part in ("subject", "preheader", "body")}
            )
            for code in CODES
        }


class HandoverForm(forms.Form):
    addressee = forms.ModelChoiceField(label=_("To whom"), queryset=Addressee.objects.none())
    handed_over = UncertainDateFormField(label=_("When"), initial=today)
    how = forms.CharField(label=_("How"), max_length=300, help_text=_("In person, by post, refused at the door."))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].queryset = campaign.addressees.all()


class ReplyForm(forms.Form):
    kind = forms.ChoiceField(label=_("Reply"), choices=Reply.Kind.choices)
    as_of = UncertainDateFormField(label=_("As of"), initial=today)
    text = Words(label=_("Its words"), required=False)


class OutcomeForm(WithRelease):
    kind = forms.ChoiceField(label=_("What happened"), choices=Outcome.Kind.choices)
    release = ReleaseField(help_text=_("Its words tell it to everyone."))
    as_of = UncertainDateFormField(label=_("As of"))


class SitesForm(forms.Form):
    origins = Words(
        label=_("Sites, one a line"),
        rows=4,
        required=False,
        help_text=_("Such as https://example.org, without a path."),
    )
