"""Staff: inviting them, their roles, and one's own language."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Role


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They log in with it."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, help_text=_("An approver is confirmed by a second administrator.")
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the desk"), choices=[("en", "English"), ("ko", "한국어")])
