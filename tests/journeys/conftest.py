"""One played instance and one Chromium for all journeys of a run. An instance costs half a minute, so all who use it
run in one pytest-xdist worker: see the root conftest."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tocsin.site.commands.forget import forget
from tocsin.site.instance import Instance

from .browsing import ARGUMENTS, chromium
from .played import Played, play

SUPPORTERS = 40
# Each finds what those before it left: figures first, what makes the campaign dark last. Others need no order.
ORDER = (
    "test_story",
    "test_browser",
    "test_person",
    "test_mails",
    "test_thief",
    "test_desk_browser",
    "test_reports",
    "test_family_says_yes",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the users of the played instance into their order."""
    items.sort(key=lambda item: ORDER.index(item.path.stem) if item.path.stem in ORDER else -1)


@pytest.fixture(scope="session")
def played() -> Iterator[Played]:
    """Every process of an instance, with the story of 2012 in it. Not below pytest's folders: others enter too."""
    place = Path(tempfile.mkdtemp(prefix="tocsin-journey-"))
    place.chmod(0o711)
    instance = Instance(place / "home", demo=True, any_ports=True, durable=False, environ={})
    try:
        with instance:
            yield play(instance, SUPPORTERS)
    finally:
        if instance.home.exists():
            forget(instance.home)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine, driven by Playwright.

    For one file at a time: while it runs, this process has an event loop, in which Django refuses its database.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()
