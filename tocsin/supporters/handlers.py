"""What the letterbox's rows about the newsletter do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from uuid import UUID

from tocsin.front.handling import handles
from tocsin.front.opening import Opened
from tocsin.front.payloads import ConfirmSubscription, Subscribe

from . import contacts, subscriptions
from .models import Subscription
from .outcomes import Outcome


def uuid_of(text: str) -> UUID | None:
    """A token's subject as an id; None for anything else (the front checks tokens, not what ids exist)."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _subscribers(rows: Sequence[Opened[Subscribe]]) -> Sequence[Hashable]:
    return contacts.known([row.payload.email for row in rows])


@handles("subscribe", who=_subscribers)
def subscribe(rows: Sequence[Opened[Subscribe]]) -> list[str]:
    people = [
        contacts.Newcomer(row.payload.email, row.payload.name, row.payload.language, "", row.hour) for row in rows
    ]
    found = contacts.find_or_make(people)
    asked = [
        subscriptions.Request(contact.id, row.payload.language, row.payload.form[:64], row.hour)
        for row, contact in zip(rows, found, strict=True)
        if contact is not None
    ]
    said = iter(subscriptions.request(asked))
    return [Outcome.SUPPRESSED if contact is None else next(said) for contact in found]


def _owners(rows: Sequence[Opened[ConfirmSubscription]]) -> Sequence[Hashable]:
    ids = [uuid_of(row.payload.subscription) for row in rows]
    owners = dict(Subscription.objects.filter(pk__in=[i for i in ids if i]).values_list("pk", "contact"))
    return [owners.get(i, i) if i else row.id for i, row in zip(ids, rows, strict=True)]


@handles("confirm-subscription", who=_owners)
def confirm_subscription(rows: Sequence[Opened[ConfirmSubscription]]) -> list[str]:
    ids = [uuid_of(row.payload.subscription) for row in rows]
    wanted = Subscription.objects.filter(pk__in=[i for i in ids if i])
    people = contacts.lock(wanted.values_list("contact", flat=True))
    places = {place.pk: place for place in wanted.all()}
    alive = {i for i, place in places.items() if people[place.contact_id].erased_at is None}
    acting = [(places[i], row.hour) for i, row in zip(ids, rows, strict=True) if i in alive]
    said = iter(subscriptions.confirm([place for place, _ in acting], [hour for _, hour in acting]))
    _prove(acting)
    return [next(said) if i in alive else Outcome.ERASED if i in places else Outcome.UNKNOWN for i in ids]


def _prove(acting: Sequence[tuple[Subscription, datetime]]) -> None:
    confirmed = {p.contact_id: hour for p, hour in acting if p.state == Subscription.State.CONFIRMED}
    for hour in set(confirmed.values()):
        contacts.prove([contact for contact, at in confirmed.items() if at == hour], hour)
