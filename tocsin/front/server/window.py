"""The window: every page in memory, found by its address, answered without a database."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from urllib.parse import quote

from tocsin.front import figures, logs, open_data

from .asgi import Answer, Request
from .headers import PLAIN, RELEASED, plain, redirect
from .negotiation import IDENTITY, encodings, language, matches
from .pages import RETRY, Page, prepare, withheld
from .rows import Row
from .slots import Filling, fill

log = logging.getLogger("tocsin.front")

NOT_FOUND, LINK_PROBLEM, BUSY = "not-found", "link-problem", "busy"


class Window:
    """Pages by address. Changed only by ``update``, on the event loop: each request sees whole pages."""

    def __init__(self, languages: tuple[str, ...], default_language: str) -> None:
        self.languages = languages
        self.default_language = default_language
        self.loaded = False
        self._guard_version = 0
        self._pages: dict[str, Page] = {}
        self._figures: dict[str, dict[str, int]] = {}

    # -- what the refresher does

    def versions(self) -> dict[str, int]:
        """The version of each row that is here."""
        return {path: page.row.live_version for path, page in self._pages.items()}

    def update(self, rows: Iterable[Row], gone: Iterable[str], guard_version: int) -> None:
        """Take in changed rows, drop those that are gone, and make anew what depends on either."""
        changed = {row.path: row for row in rows}
        figures = set(changed) | set(gone)
        for path in gone:
            self._pages.pop(path, None)
            self._figures.pop(path, None)
        for path, row in changed.items():
            self._figures[path] = row.figures() or {}
        if guard_version != self._guard_version:
            self._guard_version = guard_version
            changed = {path: page.row for path, page in self._pages.items()} | changed
        for path, page in self._pages.items():
            if page.figures & figures:
                changed.setdefault(path, page.row)
        for path, row in changed.items():
            self._pages[path] = self._prepared(row)

    def _prepared(self, row: Row) -> Page:
        try:
            return prepare(row, self._guard_version, self._figures)
        except Exception as fault:  # one page's fault must not keep another from going dark
            log.error("A page is withheld: it cannot be prepared (%s).", type(fault).__name__)
            return withheld(row)

    def filled(self, page: Page, filling: Filling) -> bytes:
        """A page's body with a visitor's own words in its slots."""
        return fill(page.row.body, page.row.language, self._figures, filling)

    # -- what requests ask

    def page(self, path: str) -> Page | None:
        return self._pages.get(path)

    def is_live(self, path: str) -> bool:
        page = self._pages.get(path)
        return page is not None and page.status == 200

    def language_of(self, path: str) -> str:
        """The language that an address begins with, else the site's own."""
        first = path[1:].partition("/")[0]
        return first if first in self.languages else self.default_language

    def get(self, request: Request) -> Answer:
        """The answer to a GET or HEAD of any address."""
        page = self._pages.get(request.path)
        if page is None or page.status == 404 or (page.row.source == "worker" and self._is_dark_figure(request.path)):
            return self._unknown(request)
        chosen = next(coding for coding in encodings(request.header(b"accept-encoding")) if coding in page.answers)
        condition = request.headers.get(b"if-none-match")
        if condition is not None and page.etags and matches(condition, page.etags[chosen]):
            return page.unchanged[chosen]
        return page.answers[chosen]

    def special(self, name: str, request: Request, status: int, text: str, *more: tuple[bytes, bytes]) -> Answer:
        """The published page ``/LANGUAGE/NAME/`` under a status; a plain text where there is none."""
        page = self._pages.get(f"/{self.language_of(request.path)}/{name}/")
        if page is None or page.status == 503 or not page.row.body:
            return plain(status, text, *more)
        wanted = encodings(request.header(b"accept-encoding"))
        return page.body_as(status, next(coding for coding in wanted if coding in page.answers), *more)

    def not_found(self, request: Request) -> Answer:
        """The same bytes for an address that never was and for one that answers 404 now."""
        return self.special(NOT_FOUND, request, 404, "Not found.\n")

    def link_problem(self, request: Request, status: int) -> Answer:
        return self.special(LINK_PROBLEM, request, status, "This link does not work, or not any more.\n")

    def busy(self, request: Request) -> Answer:
        return self.special(BUSY, request, 503, "Nothing was kept: please try again in a moment.\n", RETRY)

    def not_live(self, request: Request, path: str) -> Answer | None:
        """What a POST must answer because of the page it belongs to; None where that page is live."""
        page = self._pages.get(path)
        if page is not None and page.status in (410, 503):
            return page.body_as(page.status, IDENTITY, *((RETRY,) if page.status == 503 else ()))
        if page is None or page.status == 404:
            return self.not_found(request) if self.loaded else self.busy(request)
        return None

    def welcome(self, request: Request) -> Answer:
        """``/``: the only address that asks which languages the reader likes."""
        live = [each for each in self.languages if self.is_live(f"/{each}/")] or list(self.languages)
        default = self.default_language if self.default_language in live else live[0]
        chosen = language(request.header(b"accept-language"), live, default)
        return redirect(302, f"/{chosen}/", (b"vary", b"accept-language"), (b"cache-control", PLAIN))

    def _unknown(self, request: Request) -> Answer:
        if request.path == "/":
            return self.welcome(request)
        if not self.loaded:
            return plain(503, "One moment, please.\n", RETRY)
        if self.is_live(request.path + "/"):
            return redirect(308, quote(request.path + "/"), (b"cache-control", RELEASED))
        return self.not_found(request)

    def _is_dark_figure(self, path: str) -> bool:
        """Figures go dark with their campaign: when its page is published in some language, and live in none."""
        campaign = figures.campaign_of(path) or logs.campaign_of(path) or open_data.campaign_of(path)
        if campaign is None:
            return False
        addresses = [f"/{each}/campaigns/{campaign}/" for each in self.languages]
        known = [path for path in addresses if path in self._pages]
        return bool(known) and not any(self.is_live(path) for path in known)
