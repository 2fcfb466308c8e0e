"""Finding people as the tests know them, by their addresses; and what the rooms below are asked to mail to them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.dispatch import Signal

from tocsin.front.payloads import Unsubscribe
from tocsin.front.tests.posting import now
from tocsin.supporters import vault
from tocsin.supporters.models import Contact, Subscription
from tocsin.supporters.signals import subscription_confirmation_wanted


def contact_of(email: str) -> Contact:
    return Contact.objects.get(blind_index=vault.index_of(email))


def subscription_of(email: str) -> Subscription:
    return Subscription.objects.get(contact=contact_of(email))


def this_hour() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)


def unsubscribe(contact: Contact | str, about: str = "", campaign: str = "", at: int | None = None) -> Unsubscribe:
    return Unsubscribe(
        language="en", at=at or now(), contact=str(getattr(contact, "pk", contact)), about=about, campaign=campaign
    )


class Post:
    """What the rooms below are asked to mail: (which letter, id), in order."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, uuid.UUID]] = []

    def subscriptions(self, subscription_ids: frozenset[uuid.UUID], **_more: object) -> None:
        self.asked += [("subscription", i) for i in subscription_ids]

    def take(self) -> list[str]:
        """The letters asked for since the last time."""
        taken, self.asked = self.asked, []
        return [letter for letter, _ in taken]


def stand_in(monkeypatch: pytest.MonkeyPatch, signal: Signal, receiver: Callable[..., object]) -> None:
    """Let only this receiver hear a signal until the test is over."""
    monkeypatch.setattr(signal, "receivers", [])
    signal.connect(receiver)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Post:
    """Stands in for the mailings room, whose own receivers are away meanwhile."""
    post = Post()
    stand_in(monkeypatch, subscription_confirmation_wanted, post.subscriptions)
    return post
