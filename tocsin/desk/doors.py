"""Wagtail's side doors: what it and allauth offer beyond the desk's own rooms is open to those who need it.

An address that is on no list does not exist, so a new version of Wagtail opens nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from tocsin.accounts.models import Staff

from .roles import CAMPAIGNER, roles_of

Answer = Callable[[HttpRequest], HttpResponse]

EVERYBODY = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        *("mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
        *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
        "mfa_reauthenticate_webauthn",
    }
)
EVERYBODYS_SPACES = frozenset({"desk"})
# What it takes to write pages and to choose pictures for them.
PAGES = frozenset(
    {
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtail_bulk_action",
        *("wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search"),
        *("wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_choose_page_external_link"),
        *("wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_anchor_link"),
        *("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete"),
        *("wagtailadmin_dismissibles", "wagtailadmin_block_preview"),
    }
)
PAGES_SPACES = frozenset(
    {
        "wagtailadmin_pages",
        "wagtailadmin_api",
        "wagtailadmin_editing_sessions",
        "wagtailimages",
        "wagtailimages_chooser",
        "simple_translation",
    }
)
INSTEAD = {"wagtailadmin_login": "account_login", "wagtailadmin_account": "desk:me", "wagtailadmin_logout": None}


class SideDoors:
    """A middleware: whoever comes to a closed door finds no door there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        space, name = (match.namespaces or [""])[0], match.url_name or ""
        if not space and INSTEAD.get(name):
            return redirect(INSTEAD[name])
        if not space and name == "wagtailadmin_logout" and request.method != "POST":
            # Wagtail would take the cookie from whoever follows a link, and leave the session as it is.
            return redirect("account_logout")
        if is_open(space, name, roles_of(request)) or self._must_log_in(request, name):
            return None
        if not isinstance(request.user, Staff):
            raise Http404
        return render(request, "wagtailadmin/404.html", status=404)

    @staticmethod
    def _must_log_in(request: HttpRequest, name: str) -> bool:
        """Strangers are sent to the login by Wagtail itself, wherever they come."""
        return not request.user.is_authenticated and not name.startswith(("account_", "mfa_"))


def is_open(space: str, name: str, roles: frozenset[str]) -> bool:
    """Whether an address (its outer name space and its name) is there for somebody with these roles."""
    if (name in EVERYBODY and not space) or name == "wagtailadmin_logout" or space in EVERYBODYS_SPACES:
        return True
    return CAMPAIGNER in roles and (space in PAGES_SPACES or (not space and name in PAGES))
