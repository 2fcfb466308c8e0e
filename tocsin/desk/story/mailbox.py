"""Reading the demo's mailbox, as the people of the story read theirs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

PATIENCE = 180.0
"""Seconds that the story waits for a thing that must happen by itself."""

Fetched = dict[str, Any]


class TooLong(Exception):
    """Something that must happen by itself did not."""


def eventually(what: str, happens: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until it is so. Raises TooLong."""
    until = time.monotonic() + patience
    while not happens():
        if time.monotonic() > until:
            raise TooLong(f"Waited {patience:.0f} seconds in vain: {what}.")
        time.sleep(0.2)


@dataclass(frozen=True)
class Mailbox:
    """The mailbox of every address of the demo, at its HTTP address."""

    http: httpx.Client

    def count(self) -> int:
        return int(self._get("/api/count")["count"])

    def messages(self, **search: str) -> list[Fetched]:
        """The headers of every mail that fits ``to`` and ``subject``, newest first."""
        return list(self._get("/api/messages", limit="1000000", **search)["messages"])

    def newest_by_address(self, **search: str) -> dict[str, Fetched]:
        """The newest mail that fits, by its recipient in lower case."""
        found: dict[str, Fetched] = {}
        for message in self.messages(**search):
            for recipient in message["to"]:
                found.setdefault(str(recipient).lower(), message)
        return found

    def read(self, message: Fetched) -> Fetched:
        """One mail whole: text, html, one_click (its unsubscribe link), dkim."""
        return self._get(f"/api/messages/{message['id']}")

    def _get(self, path: str, **query: str) -> Fetched:
        answer = self.http.get(path, params=query)
        answer.raise_for_status()
        return dict(answer.json())


def link_in(text: str, part: str) -> str:
    """The first link of a mail's text whose address contains ``part``. Raises ValueError."""
    for link in re.findall(r"https?://[^\s<>]+", text):
        if part in link:
            return str(link)
    raise ValueError(f"no link with {part}")
