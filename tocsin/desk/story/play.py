"""Playing the story into this instance, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from django.conf import settings

from tocsin.accounts import actions as accounts
from tocsin.accounts.actors import system
from tocsin.desk.founding import found_public_side

from . import figures
from .cast import PASSWORD, STAFF, address_of
from .crowd import Crowd
from .mailbox import Mailbox
from .stage import SLUG, Stage
from .steps import STEPS


class DoesNotAddUp(Exception):
    """The figures contradict each other; says which sums fail."""


def play(*, size: int, mailbox_url: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Play all nine steps and return the figures. Raises DoesNotAddUp."""
    with _client(settings.TOCSIN_PUBLIC_URL) as public, _client(mailbox_url) as mailbox:
        stage = Stage(crowd=Crowd(public, SLUG), mailbox=Mailbox(mailbox), size=size, say=say)
        found(stage)
        for number, (title, step) in enumerate(STEPS, 1):
            say(f"{number}. {title}")
            step(stage)
        result = figures.read(stage)
    if wrong := figures.contradictions(result):
        raise DoesNotAddUp("; ".join(wrong))
    return result


def found(stage: Stage) -> None:
    """The organisation before the news: its people and its website."""
    installation = system("installation")
    for key, (name, roles) in STAFF.items():
        stage.staff[key] = accounts.found_staff(
            actor=installation, email=address_of(key), name=name, language="en", roles=roles, password=PASSWORD
        )
    found_public_side()


def _client(base_url: str) -> httpx.Client:
    return httpx.Client(base_url=base_url, timeout=30, trust_env=False)
