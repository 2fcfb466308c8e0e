"""Letting a page of another site send a form, where the published page says which sites may (Fetch, 'CORS protocol').

Only for forms that begin something and show nothing: there is no session to ride, no cookie is looked at, and the
answer tells no more than a form post's. The site's own name is given back, never '*', so that caches keep them apart.
"""

from __future__ import annotations

from .addresses import Place, find
from .asgi import Answer, Headers, Request
from .headers import SECURITY
from .window import Window

SHARED = frozenset({"sign"})
KEPT_SECONDS = b"600"
_VARY = (b"vary", b"origin")


def sites(window: Window, place: Place) -> frozenset[str]:
    """The other sites whose pages may send this address's form."""
    page = window.page(place.page)
    shared = page is not None and page.status == 200 and place.address.kind in SHARED
    return page.row.origins if shared and page is not None else frozenset()


def shared(answer: Answer, request: Request, allowed: frozenset[str]) -> Answer:
    """The answer with what lets the asking site's script read it, where that site is allowed."""
    origin = _origin(request)
    if not allowed:
        return answer
    more: Headers = (_VARY, (b"access-control-allow-origin", origin.encode())) if origin in allowed else (_VARY,)
    return Answer(answer.status, (*more, *answer.headers), answer.body)


def preflight(request: Request, window: Window) -> Answer | None:
    """What a browser asks before its script sends JSON; None where no other site may send anything."""
    place = find(request.path, window.languages)
    allowed = sites(window, place) if place is not None else frozenset()
    if _origin(request) not in allowed or request.header(b"access-control-request-method") != b"POST":
        return None
    head: Headers = (
        (b"content-length", b"0"),
        (b"access-control-allow-methods", b"POST"),
        (b"access-control-allow-headers", b"content-type"),
        (b"access-control-max-age", KEPT_SECONDS),
    )
    return shared(Answer(204, (*head, *SECURITY)), request, allowed)


def _origin(request: Request) -> str:
    return request.header(b"origin").decode("latin-1").lower()
