"""The ASGI application of the public process: GETs from memory, POSTs into the letterbox, nothing else."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from dataclasses import dataclass, field
from urllib.parse import quote

from tocsin.core.links import BadLink

from .addresses import find
from .asgi import Answer, Receive, Request, Scope, Send
from .headers import NEVER, plain, redirect
from .letterbox import Letterbox
from .posts import Posts, status_of
from .refresh import Refresher
from .reports import Reports
from .sharing import preflight
from .window import Window

READY = "/-/ready"
FIRST_LOAD_SECONDS = 5.0

log = logging.getLogger("tocsin.front")


@dataclass(slots=True)
class Front:
    """``await start()`` and ``stop()`` are what the ASGI lifespan calls."""

    window: Window
    refresher: Refresher
    letterbox: Letterbox
    posts: Posts
    reports: Reports
    _readiness: tuple[float, bool] = field(default=(0.0, False))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def start(self) -> None:
        """Load the pages; without a database, start all the same and go on trying."""
        await self.letterbox.open()
        self.refresher.start()
        try:
            async with asyncio.timeout(FIRST_LOAD_SECONDS):
                await self.refresher.first_load.wait()
        except TimeoutError:
            log.warning("The front starts without pages: they come when the database does.")

    async def stop(self) -> None:
        """Let what is in flight be committed and answered, then end."""
        await self.letterbox.close()
        await self.refresher.stop()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request.of(scope)
        try:
            answer = await self._answer(request, receive)
        except Exception as fault:  # an exception's words could repeat a request's: only its kind and place are told
            where = traceback.extract_tb(fault.__traceback__)[-1]
            log.error("A request failed: %s in %s, line %s.", type(fault).__name__, where.name, where.lineno)
            answer = plain(500, "This is a fault of ours.\n")
        await answer.send(send, head=request.method == "HEAD")

    async def _answer(self, request: Request, receive: Receive) -> Answer:
        if request.method in ("GET", "HEAD"):
            if request.path == READY:
                return await self._ready()
            return self.reports.elsewhere(request) or self._get(request)
        if request.method == "POST":
            return await self.reports.answer(request, receive) or await self.posts.answer(request, receive)
        asked = preflight(request, self.window) if request.method == "OPTIONS" else None
        return asked or plain(405, "", (b"allow", b"GET, HEAD, POST"))

    def _get(self, request: Request) -> Answer:
        if self.window.page(request.path) is None:
            place = find(request.path, self.window.languages)
            if place is not None and place.address.page and self.window.is_live(place.page):
                return redirect(
                    303, quote(place.page), (b"cache-control", NEVER)
                )  # a form's address, typed or reloaded
        token = request.token
        if token is None:
            return self.window.get(request)
        return self._came_by_link(request)

    def _came_by_link(self, request: Request) -> Answer:
        """A page whose address holds a link token: said at once when it is no good, and never kept by a cache."""
        place = find(request.path, self.window.languages)
        answer = self.window.get(request)
        if place is not None and answer.status == 200:
            try:
                self.posts.link(request, place)
            except BadLink as bad:
                return self.window.link_problem(request, status_of(bad))
        kept = tuple(each for each in answer.headers if each[0] not in (b"cache-control", b"etag"))
        return Answer(answer.status, ((b"cache-control", NEVER), *kept), answer.body)

    async def _ready(self) -> Answer:
        """200 when the pages are loaded and the database answers; asked of the database once a second at most."""
        now = time.monotonic()
        if now - self._readiness[0] > 1.0:
            self._readiness = (now, self.window.loaded and await self.letterbox.answers())
        return plain(200 if self._readiness[1] else 503, "")
