"""A contact's place on the newsletter list: asked for, confirmed by the address's owner, ended, taken back.

These functions run within the transaction of a letterbox batch whose contacts are locked (``contacts.lock`` or
``contacts.find_or_make``). Each takes whole batches; rows about the same person are acted on in their order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from . import suppression
from .models import MOST_MAILS, Subscription, Suppression
from .outcomes import Outcome
from .setwise import insert_rows, update_rows
from .signals import subscription_confirmation_wanted

State = Subscription.State
_FIELDS = ("state", "language", "text_version", "requested_at", "confirmed_at", "ended_at", "confirmations_sent")
# Unsubscribe links are forwarded with the letters they stand in: what they undo must be fresh.
UNDO = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Request:
    """Somebody asks for the newsletter. ``by_mail``: the owner is to be asked by a mail of its own.

    (With a signature, that signature's mail asks for both.) ``text_version`` is the page's SHA-256 in hex.
    """

    contact: UUID
    language: str
    text_version: str
    hour: dt.datetime
    by_mail: bool = True


def of_contacts(ids: Iterable[UUID]) -> dict[UUID, Subscription]:
    """The subscriptions of these contacts, by contact."""
    return {row.contact_id: row for row in Subscription.objects.filter(contact__in=set(ids))}


def request(requests: Sequence[Request]) -> list[Outcome]:
    """Put these contacts on the list, still to be confirmed; at most MOST_MAILS mails until an owner answers."""
    known = of_contacts(row.contact for row in requests)
    new, wanted, said = dict[UUID, Subscription](), set[UUID](), []
    for row in requests:
        place = known.get(row.contact)
        if place is None:
            place = known[row.contact] = new[row.contact] = Subscription(contact_id=row.contact, state=State.ENDED)
        said.append(_ask(place, row, wanted))
    # By their random ids: as they lie in the table, nothing tells who of a batch came first.
    insert_rows(sorted(new.values(), key=lambda place: place.pk))
    save(place for contact, place in known.items() if contact not in new)
    if wanted:
        subscription_confirmation_wanted.send(sender=Subscription, subscription_ids=frozenset(wanted))
    return said


def _ask(place: Subscription, row: Request, wanted: set[UUID]) -> Outcome:
    if place.state == State.CONFIRMED:
        return Outcome.REPEAT
    fresh = place.state == State.ENDED
    writes = row.by_mail and place.pk not in wanted and place.confirmations_sent < MOST_MAILS
    if fresh or writes:  # what is confirmed is what the last mail said
        place.state, place.language, place.text_version = State.REQUESTED, row.language, row.text_version
        place.requested_at, place.confirmed_at, place.ended_at = row.hour, None, None
    if writes:
        place.confirmations_sent += 1
        wanted.add(place.pk)
    return Outcome.REQUESTED if fresh else Outcome.REPEAT


def confirm(places: Sequence[Subscription], hours: Sequence[dt.datetime]) -> list[Outcome]:
    """The owners of these addresses confirm. Theirs is a fresh wish, so one not to be written to is lifted."""
    barred = suppression.reasons({place.contact_id for place in places})
    said = [_confirm(place, hour, barred.get(place.contact_id)) for place, hour in zip(places, hours, strict=True)]
    save(places)
    suppression.lift_by_own_wish({place.contact_id for place in places if place.state == State.CONFIRMED})
    return said


def _confirm(place: Subscription, hour: dt.datetime, barred: str | None) -> Outcome:
    if place.state == State.CONFIRMED:
        return Outcome.ALREADY_CONFIRMED
    if place.state == State.ENDED:
        return Outcome.ENDED_BEFORE
    if barred in Suppression.FOR_GOOD:
        return Outcome.SUPPRESSED
    place.state, place.confirmed_at, place.confirmations_sent = State.CONFIRMED, hour, 0
    return Outcome.CONFIRMED


def end(place: Subscription | None, hour: dt.datetime) -> Outcome:
    """Unsubscribe; ``save`` it afterwards."""
    if place is None:
        return Outcome.UNKNOWN
    if place.state == State.ENDED:
        return Outcome.ALREADY_UNSUBSCRIBED
    place.state, place.ended_at = State.ENDED, hour
    return Outcome.UNSUBSCRIBED


def take_back(place: Subscription | None, hour: dt.datetime) -> Outcome:
    """Undo an unsubscription of the last UNDO hours; ``save`` it afterwards."""
    if place is None:
        return Outcome.UNKNOWN
    if place.state != State.ENDED or place.confirmed_at is None or place.ended_at is None:
        return Outcome.NOTHING_TO_UNDO
    if hour - place.ended_at > UNDO:
        return Outcome.TOO_LATE
    place.state, place.ended_at = State.CONFIRMED, None
    return Outcome.RESUBSCRIBED


def save(places: Iterable[Subscription]) -> None:
    update_rows(places, _FIELDS)


def end_of(contacts: Collection[UUID], hour: dt.datetime) -> None:
    """End whatever these contacts have."""
    open_rows = Subscription.objects.filter(contact__in=contacts).exclude(state=State.ENDED)
    open_rows.update(state=State.ENDED, ended_at=hour)
