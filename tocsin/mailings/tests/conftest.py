"""Fixtures of the mailings room's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tocsin.disclosure import guard_index
from tocsin.disclosure.tests.world import World
from tocsin.mailings import sending
from tocsin.post import Fleet
from tocsin.post.tests.servers import Script, serving


@pytest.fixture
def world(db: None) -> World:
    """Staff, a case with a sealed person, and what a release rests on."""
    guard_index.forget()
    return World()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """A relay on loopback that misbehaves as told; messages go there unsigned (signing is tested where it is made)."""
    said = Script()
    with serving(said) as relay:
        monkeypatch.setattr(sending, "relays", lambda: (relay,))
        monkeypatch.setattr(sending, "signer", lambda: None)
        yield said


@pytest.fixture
def one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything over one connection: what has happened when is then the same each time."""
    monkeypatch.setattr(sending, "Fleet", lambda relays, connections: Fleet(relays, connections=1))
