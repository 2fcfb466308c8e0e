"""People of the intake room, and somebody who reports."""

from __future__ import annotations

import pytest

from tocsin.core.actions import Actor
from tocsin.core.code_words import new_code
from tocsin.front.receipts import Receipt, derive

from .reporters import Reporter, someone


@pytest.fixture
def mina() -> Actor:
    return someone("mina")


@pytest.fixture
def jonas() -> Actor:
    return someone("jonas")


@pytest.fixture(scope="session")
def receipt() -> Receipt:
    return derive(new_code())


@pytest.fixture
def sora(receipt: Receipt) -> Reporter:
    return Reporter(receipt)
