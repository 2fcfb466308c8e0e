"""A founded site, with a world of staff and a case behind it."""

from __future__ import annotations

import pytest

from tocsin.disclosure import guard_index

from .site import Site


@pytest.fixture
def site(db: None) -> Site:
    guard_index.forget()
    return Site()
