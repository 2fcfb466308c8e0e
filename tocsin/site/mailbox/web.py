"""The web side as one ASGI application."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from . import api, views
from .store import Store


class OwnPagesOnly:
    """Refuses a POST or DELETE that a page of another origin sends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            request = Request(scope)
            origin = request.headers.get("origin")
            if origin is not None and origin != f"http://{request.headers.get('host')}":
                await PlainTextResponse("From another origin\n", 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def style(request: Request) -> Response:
    return FileResponse(Path(__file__).with_name("style.css"), headers={"cache-control": "max-age=60"})


def icon(request: Request) -> Response:
    """None: browsers ask for it unasked."""
    return Response(status_code=204)


def make_app(store: Store, key_file: Path | None) -> Starlette:
    """The pages and the JSON API over a store; ``key_file`` holds the DKIM public key."""
    hosts = ["127.0.0.1", "localhost", "[::1]"]  # no other name: a page elsewhere must not rebind its own to us
    app = Starlette(
        routes=[Route("/style.css", style), Route("/favicon.ico", icon), *api.routes, *views.routes],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(OwnPagesOnly)],
    )
    app.state.store = store
    app.state.key_file = key_file
    return app
