"""Fixtures of the campaigns room's tests."""

from __future__ import annotations

import pytest

from tocsin.campaigns.models import Campaign

from .crowd import Letters, mail, open_campaign

__all__ = ["Letters", "mail"]


@pytest.fixture
def campaign(db: None, mail: Letters) -> Campaign:
    return open_campaign()
