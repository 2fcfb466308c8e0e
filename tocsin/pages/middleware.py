"""A refusal that comes out of Wagtail's own views (a workflow's last step) is told in the editor, not as a fault."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from tocsin.core.actions import Refused


class TellRefusals:
    """For the views of pages; the desk's own views tell theirs themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(exception, Refused) or match is None or "wagtailadmin_pages" not in match.namespaces:
            return None
        messages.error(request, str(exception))
        page = match.kwargs.get("page_id")
        return redirect("wagtailadmin_pages:edit", page) if page else redirect("wagtailadmin_explore_root")
