"""Chromium as a visitor and as a checker: widths, screenshots, what a page asked for, and axe's verdict."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = (360, 740), (1280, 900)
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
TOO_WIDE = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def chromium() -> str:
    """The browser of this machine."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/snap/bin")
        if found:
            return found
    raise FileNotFoundError("No Chromium on PATH: `make test` installs one on Debian and Ubuntu.")


@dataclass
class Heard:
    """What happened behind a page: errors of the console and of scripts, requests to strangers, failed answers."""

    home: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", lambda answer: self.failed.append(answer.url) if answer.status >= 500 else None)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.strangers.append(urlsplit(request.url).netloc)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader went on before it was there
            self.failed.append(request.url)

    def nothing(self) -> bool:
        return not (self.errors or self.strangers or self.failed)


@contextmanager
def visitor(
    browser: Browser, home: str, size: tuple[int, int], *, scripts: bool = False, language: str = "en"
) -> Iterator[tuple[Page, Heard]]:
    """A fresh page without cookies; with ``scripts`` only where a tool of the tests or Wagtail needs them."""
    width, height = size
    context = browser.new_context(
        base_url=home,
        viewport={"width": width, "height": height},
        java_script_enabled=scripts,
        locale=language,
        bypass_csp=scripts,
    )
    context.set_default_timeout(20_000)
    page, heard = context.new_page(), Heard(home)
    heard.listen(page)
    try:
        yield page, heard
    finally:
        context.close()


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than the window (scripts of the page itself may be off)."""
    return int(page.evaluate(TOO_WIDE))


def axe(page: Page, exclude: list[str] | None = None) -> list[str]:
    """axe's violations of WCAG 2.2 A and AA, one line each with the elements; needs a page with scripts."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    context = {"exclude": [[selector] for selector in exclude]} if exclude else None
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [f"{one['id']}: " + "; ".join(str(node["target"]) for node in one["nodes"]) for one in found]


def snapshot(page: Page, folder: Path, name: str) -> Path:
    """A picture of the whole page, for judging by eye; never into the repository."""
    file = folder / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.png"
    page.screenshot(path=file, full_page=True)
    return file
