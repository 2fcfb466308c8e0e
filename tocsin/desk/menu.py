"""The desk's menu: each item is seen by the roles that it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from .roles import ADMINISTRATOR, APPROVER, CAMPAIGNER, CASEWORKER, roles_of

# (name of the screen, label, icon, roles)
ROOMS = [
    ("reports", _("Reports"), "mail", {CASEWORKER}),
    ("cases", _("Cases"), "folder-inverse", {CASEWORKER}),
    ("decisions", _("To decide"), "openquote", {APPROVER}),
    ("campaigns", _("Campaigns"), "globe", {CAMPAIGNER}),
    ("letters", _("Letters"), "mail", {CAMPAIGNER}),
    ("comments", _("Comments"), "comment", {CAMPAIGNER}),
    ("staff", _("Staff"), "group", {ADMINISTRATOR}),
    ("audit", _("Audit"), "history", {ADMINISTRATOR}),
]
WAGTAILS = {"explorer": {CAMPAIGNER}, "images": {CAMPAIGNER}}


def items_for(request: HttpRequest) -> Iterator[MenuItem]:
    yield MenuItem(_("Attention"), reverse("wagtailadmin_home"), name="home", icon_name="home", order=1)
    for order, (name, label, icon, roles) in enumerate(ROOMS, start=10):
        if roles & roles_of(request):
            yield MenuItem(label, reverse(f"desk:{name}"), name=name, icon_name=icon, order=order)


def keeps(request: HttpRequest, item: MenuItem) -> bool:
    """Whether one of Wagtail's own items stays in the menu."""
    return bool(WAGTAILS.get(item.name, set()) & roles_of(request))
