"""People of the intake room, and reports as the front would have put them into the letterbox."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import actor_of, system
from tocsin.core.actions import Actor
from tocsin.core.code_words import new_code
from tocsin.disclosure.guard_versions import next_version
from tocsin.front.bundles import Bundle, File, split
from tocsin.front.receipts import Receipt, derive
from tocsin.front.tests.posting import post

LETTERBOX = system("letterbox")


def someone(name: str, role: str = "caseworker") -> Actor:
    staff = found_staff(
        actor=system("installation"), email=f"{name}@tocsin.example", name=name.title(), language="en", roles=[role]
    )
    return actor_of(staff)


@pytest.fixture
def mina() -> Actor:
    return someone("mina")


@pytest.fixture
def jonas() -> Actor:
    return someone("jonas")


@dataclass(frozen=True)
class Reporter:
    """Somebody with a receipt, who sends through the letterbox."""

    receipt: Receipt

    def send(self, text: str, *files: tuple[str, bytes], more: bool = False, **said: str) -> Bundle:
        bundle = Bundle(
            lookup=self.receipt.lookup,
            public=self.receipt.key.seal_key.public,
            text=text,
            more=more,
            files=tuple(File(name, body) for name, body in files),
            **said,  # type: ignore[arg-type]
        )
        post(*split(bundle, language="ko", at=int(time.time())), key="reports")
        return bundle


@pytest.fixture(scope="session")
def receipt() -> Receipt:
    return derive(new_code())


@pytest.fixture
def sora(receipt: Receipt) -> Reporter:
    return Reporter(receipt)


@pytest.fixture
def guard() -> Iterator[None]:
    """A guard with an index of nothing, so that blobs can be published."""
    next_version()
    return
