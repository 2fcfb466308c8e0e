"""Wagtail's buttons: publishing and unpublishing go through our actions, and a refusal is told in the editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from tocsin.accounts.actors import actor_of
from tocsin.core.actions import Refused

from .actions import publish_page, unpublish_page
from .models import WindowPage


@hooks.register("before_publish_page")
def publish_through_the_window(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In place of the view's own publishing, which is in no transaction. The draft is saved by now, and stays."""
    if not isinstance(page.specific, WindowPage):
        return None
    try:
        shown = publish_page(actor=actor_of(request.user), page=page.specific)
    except Refused as refusal:
        return _refused(request, page, refusal)
    text = _("“%(title)s” is published.") if shown.live else _("“%(title)s” will be published as scheduled.")
    messages.success(request, text % {"title": shown.get_admin_display_title()})
    return _run("after_publish_page", request, shown) or redirect("wagtailadmin_explore", shown.get_parent().pk)


@hooks.register("before_unpublish_page")
def take_back_through_the_window(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page.specific, WindowPage):
        return None
    try:
        with transaction.atomic():
            for each in _with_descendants(request, page):
                unpublish_page(actor=actor_of(request.user), page=each)
    except Refused as refusal:
        return _refused(request, page, refusal)
    messages.success(request, _("“%(title)s” is taken back.") % {"title": page.get_admin_display_title()})
    return _run("after_unpublish_page", request, page) or redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def publish_in_bulk(
    request: HttpRequest, action_type: str, pages: Sequence[Any], _action: object
) -> HttpResponse | None:
    """Publish each by itself, so that one refusal does not keep the others back."""
    if action_type not in ("publish", "unpublish") or not all(isinstance(each, Page) for each in pages):
        return None
    act: Callable[..., Any] = publish_page if action_type == "publish" else unpublish_page
    for page in pages:
        _one_of_many(request, act, page.specific)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk if pages else Page.get_first_root_node().pk)


def _one_of_many(request: HttpRequest, act: Callable[..., Any], page: WindowPage) -> None:
    title = page.get_admin_display_title()
    try:
        act(actor=actor_of(request.user), page=page)
    except Refused as refusal:
        messages.error(request, f"“{title}”: {refusal}")
    else:
        messages.success(request, _("“%(title)s” is done.") % {"title": title})


def _with_descendants(request: HttpRequest, page: Page) -> list[WindowPage]:
    if not request.POST.get("include_descendants"):
        return [page.specific]
    return [each for each in page.get_descendants(inclusive=True).live().specific() if isinstance(each, WindowPage)]


def _refused(request: HttpRequest, page: Page, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _run(hook: str, request: HttpRequest, page: Page) -> HttpResponse | None:
    for function in hooks.get_hooks(hook):
        answer = function(request, page)
        if hasattr(answer, "status_code"):
            return answer
    return None
