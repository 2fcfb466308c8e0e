"""Between login and desk: the person's language, and a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from . import second_factor
from .models import Staff

Answer = Callable[[HttpRequest], HttpResponse]
# Where somebody without a second factor may go: setting one up, and out.
SET_UP = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/static/", "/jsi18n/")


def staff_language(get_response: Answer) -> Answer:
    """Every page speaks the language that the member of staff has chosen."""

    def answer(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Staff) or request.user.is_authenticated:
            language = request.user.language  # after a logout there is nobody to ask any more
            with translation.override(language):
                response = get_response(request)
            response.headers["Content-Language"] = language
            return response
        return get_response(request)

    return answer


def require_second_factor(get_response: Answer) -> Answer:
    """Outside the demo nobody enters the desk before they have set up a second factor."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _must_set_up(request):
            return redirect("mfa_index")
        return get_response(request)

    return answer


def _must_set_up(request: HttpRequest) -> bool:
    if settings.TOCSIN_DEMO or not request.user.is_authenticated or request.path.startswith(SET_UP):
        return False
    staff = request.user
    return not (isinstance(staff, Staff) and second_factor.is_set_up(staff))
