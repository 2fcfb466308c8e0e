"""The one-time link with which an invited member of staff sets their first password.

It is shown once to the administrator who invites, and handed on over a channel that the two trust: mail is the very
thing that an adversary of such an organisation reads. allauth's password page takes it; it dies when a password was
set, and by itself after ``PASSWORD_RESET_TIMEOUT``.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from .models import Staff


def path_for(staff: Staff) -> str:
    """The path of the page on the desk, without scheme and host."""
    token = default_token_generator.make_token(staff)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(staff), "key": token})
