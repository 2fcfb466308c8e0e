"""Fixtures of the disclosure room's tests."""

from __future__ import annotations

import pytest

from tocsin.disclosure import guard_index

from .world import World


@pytest.fixture
def world(db: None) -> World:
    guard_index.forget()
    return World()
