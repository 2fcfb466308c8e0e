"""How allauth behaves for staff: nobody signs up, and the secrets of second factors are sealed in the database."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tocsin.core.keys import keyring

SECRETS = b"accounts.second_factor"
PASSKEY = "mfa_reauthenticate:webauthn"


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come by invitation only; whoever has a second factor proves themselves with it, not with a password.

    A passkey is asked before a code: it cannot be handed to a page that only looks like ours.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.WAGTAIL_SITE_NAME}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Signed with our name, not with the ``Host`` that a request named: whoever asks may not be who reads."""
        here = SimpleNamespace(name=settings.WAGTAIL_SITE_NAME, domain=urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": here})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the desk's own address, for the same reason."""
        path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.WAGTAILADMIN_BASE_URL + path.replace("UID-KEY", key)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        factors = [m for m in methods if m["id"] != "reauthenticate"]
        return sorted(factors, key=lambda m: m["id"] != PASSKEY) or methods


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals TOTP secrets and the seed of recovery codes: who steals the database alone can make no codes."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keyring().secret_key("organisation").seal(text.encode(), SECRETS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return keyring().secret_key("organisation").open(sealed, SECRETS).decode()
