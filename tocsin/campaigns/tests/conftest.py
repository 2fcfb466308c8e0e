"""Fixtures of the campaigns room's tests."""

from __future__ import annotations

import pytest

from tocsin.campaigns.models import Campaign

from .crowd import Post, mail, open_campaign

__all__ = ["Post", "mail"]


@pytest.fixture
def campaign(db: None, mail: Post) -> Campaign:
    return open_campaign()
