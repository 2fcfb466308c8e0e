"""The forms of a case as a whole, in HURIDOCS terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.cases.models import Attachment, Intervention, Risk
from tocsin.desk.fields import CountForm, DayField, UncertainDateFormField, Words

Choices = list[tuple[str, str]]


class CaseForm(CountForm):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For those who work on it. It is sealed."))
    field_order = ["title"]


class ReasonForm(forms.Form):
    """Why something is corrected; what stood there is kept with it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("How you know better now. It is kept, sealed, beside what stood here before."),
    )


class HeadlineCountForm(CountForm):
    why = forms.CharField(label=_("Why it is said anew"), max_length=300, required=False, help_text=_("Sealed."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned["count"] is None and not self.errors:
            self.add_error("count_sense", _("Say how many."))
        return cleaned


class InterventionForm(forms.Form):
    """What was done. Its response and effect may come later."""

    kind = forms.ChoiceField(label=_("What was done"), choices=Intervention.Kind.choices)
    began = UncertainDateFormField(label=_("Since when"))
    ended = UncertainDateFormField(label=_("Until when"), required=False, help_text=_("Empty while it goes on."))
    by = forms.CharField(label=_("By whom"), max_length=200, required=False, help_text=_("An office or organisation."))
    to = forms.CharField(label=_("Towards whom"), max_length=200, required=False)
    account = Words(label=_("Account"), help_text=_("Sealed."))
    response = Words(label=_("Their response"), rows=2, required=False, help_text=_("May be added when it comes."))
    effect = Words(label=_("What came of it"), rows=2, required=False)


class InterventionCorrectForm(InterventionForm, ReasonForm):
    """The same, once more is known."""


class RiskForm(forms.Form):
    circle = forms.ChoiceField(label=_("Who may come to harm"), choices=Risk.Circle.choices)
    level = forms.ChoiceField(label=_("The risk"), choices=Risk.Level.choices)
    reasons = Words(
        label=_("Why"), help_text=_("Sealed. Name no helper and no partner here: what is not written cannot be found.")
    )
    review_on = DayField(label=_("Look again on"), help_text=_("From that day on the desk reminds you."))


class AttachmentForm(forms.Form):
    """``persons`` are (id, what they are called) of the case's persons."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Up to 16 MB. It is sealed as it came, with all that it says of itself; only copies without any of that "
            "can ever leave."
        ),
    )
    kind = forms.ChoiceField(label=_("It is a"), choices=Attachment.Kind.choices)
    person = forms.ChoiceField(label=_("Of whom"), required=False)

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("the case as a whole")), *persons]


class AssignForm(forms.Form):
    """Only caseworkers can be assigned."""

    staff = forms.ModelChoiceField(label=_("Caseworker"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = RoleGrant.objects.filter(role=Role.CASEWORKER, state=RoleGrant.State.GRANTED)
        staff = Staff.objects.filter(is_active=True, pk__in=grants.values("staff")).order_by("name")
        self.fields["staff"].queryset = staff
