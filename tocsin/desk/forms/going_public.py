"""What a proposal says of why and when, and what stands where its pages were: the last step of a release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.desk.fields import Words
from tocsin.disclosure.grounds import AT_RISK
from tocsin.disclosure.models import PublicRelease

SEALED = _("Sealed: for the approver and the case's people.")
RISKS = {
    "members": _("The risk for those in the case"),
    "relatives": _("The risk for relatives at home"),
    "helpers": _("The risk for helpers"),
    "partners": _("The risk for partners"),
}


class UtcHourField(forms.DateTimeField):
    """A moment in UTC, typed into the browser's own calendar; empty where nothing is to be waited for."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, required=False, **kwargs)


class GoingPublicForm(forms.Form):
    """Reasons, hour, and the words for afterwards. ``told`` are the keywords of ``propose_release``.

    Which reasons are required depends on the audience: ``propose_release`` says what is missing. ``initial`` may hold
    ``tried_quietly`` from the case's interventions (``grounds.tried_so_far``). ``correctable`` are (version, release)
    of what this one may take the place of.
    """

    tried_quietly = Words(
        label=_("What was tried quietly"), rows=3, required=False,
        help_text=_("For the public this, and all of the following, must be answered."),
    )  # fmt: skip
    why_now = Words(label=_("Why now"), rows=3, required=False, help_text=SEALED)
    embargo_until = UtcHourField(
        label=_("Not before (UTC)"),
        help_text=_("Empty: live as soon as it is approved. Until then one person stops it."),
    )
    prepare = forms.BooleanField(
        label=_("Campaigners may prepare on it now"), required=False,
        help_text=_("They read these words before the approver has decided; nothing can be published before."),
    )  # fmt: skip
    corrects = forms.ChoiceField(
        label=_("It corrects"), required=False,
        help_text=_("Once this one is live, pages and campaigns move over to it, and the older one goes dark."),
    )  # fmt: skip
    gone_status = forms.TypedChoiceField(
        label=_("If it is withdrawn, its pages answer"),
        coerce=int,
        choices=PublicRelease.Gone.choices,
        initial=PublicRelease.Gone.WORDS,
    )
    gone_words_en = Words(label=_("The family's words then, in English"), rows=2, required=False)
    gone_words_ko = Words(label=_("The family's words then, in Korean"), rows=2, required=False)

    field_order = ["tried_quietly", "why_now", *(f"risk_{whose}" for whose in AT_RISK), "embargo_until", "prepare"]

    def __init__(self, *args: Any, correctable: Sequence[tuple[int, PublicRelease]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.correctable = {str(release.pk): release for _number, release in correctable}
        named = [(str(release.pk), _("Release %(version)d") % {"version": version}) for version, release in correctable]
        self.fields["corrects"].choices = [("", _("nothing: it is a release of its own")), *named]
        if not correctable:
            del self.fields["corrects"]
        for whose in AT_RISK:
            self.fields[f"risk_{whose}"] = Words(label=RISKS[whose], rows=2, required=False, help_text=SEALED)
        self.order_fields(self.field_order)

    @property
    def told(self) -> dict[str, Any]:
        kept = ("tried_quietly", "why_now", "embargo_until", "prepare", "gone_status")
        risks = {whose: self.cleaned_data[f"risk_{whose}"] for whose in AT_RISK}
        return {
            **{key: self.cleaned_data[key] for key in kept},
            "corrects": self.correctable.get(self.cleaned_data.get("corrects", "")),
            "risks": risks,
            "gone_words": self.gone_words,
        }

    @property
    def gone_words(self) -> dict[str, str]:
        written = {code: self.cleaned_data[f"gone_words_{code}"].strip() for code in ("en", "ko")}
        return {code: words for code, words in written.items() if words}
