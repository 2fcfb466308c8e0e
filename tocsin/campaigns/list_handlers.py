"""Leaving lists, and taking that back: rows about the newsletter, a campaign's updates, or everything.

The link's extras say which list; a link without them means everything: whoever unsubscribes gets rather less mail
than too much. Everything also suppresses the address (see ``supporters.suppression``). It can be taken back for a
day: links are forwarded with the letters they stand in, and an old one must not put anybody back on a list.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tocsin.front.handling import handles
from tocsin.front.opening import Opened
from tocsin.front.payloads import Resubscribe, Unsubscribe
from tocsin.supporters import contacts, subscriptions, suppression
from tocsin.supporters.handlers import uuid_of
from tocsin.supporters.models import Contact, Subscription, Suppression
from tocsin.supporters.outcomes import Outcome
from tocsin.supporters.setwise import update_rows

from .models import Signature

Row = Opened[Unsubscribe] | Opened[Resubscribe]


def _people(rows: Sequence[Row]) -> Sequence[Hashable]:
    return [uuid_of(row.payload.contact) or row.id for row in rows]


@handles("unsubscribe", who=_people)
def unsubscribe(rows: Sequence[Opened[Unsubscribe]]) -> list[str]:
    lists = _Lists.of(rows)
    said = [lists.leave(row) for row in rows]
    lists.save()
    for hour in set(lists.barred.values()):
        leaving = [contact for contact, at in lists.barred.items() if at == hour]
        suppression.bar(leaving, Suppression.Reason.UNSUBSCRIBED, hour)
    return [str(outcome) for outcome in said]


@handles("resubscribe", who=_people)
def resubscribe(rows: Sequence[Opened[Resubscribe]]) -> list[str]:
    lists = _Lists.of(rows)
    said = [lists.come_back(row) for row in rows]
    lists.save()
    return [str(outcome) for outcome in said]


@dataclass
class _Lists:
    """The lists that one batch's people are on."""

    people: dict[UUID, Contact]
    places: dict[UUID, Subscription]
    signatures: dict[UUID, list[Signature]]
    barred: dict[UUID, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Lists:
        people = contacts.lock(i for i in (uuid_of(row.payload.contact) for row in rows) if i)
        signatures: dict[UUID, list[Signature]] = {}
        for signature in Signature.objects.filter(contact__in=people, updates=True).select_related("campaign"):
            signatures.setdefault(signature.contact_id, []).append(signature)
        return cls(people, subscriptions.of_contacts(people), signatures)

    def leave(self, row: Opened[Unsubscribe]) -> Outcome:
        contact, refusal = self._contact(row)
        if refusal is not None:
            return refusal
        match row.payload.about:
            case "newsletter":
                return subscriptions.end(self.places.get(contact), row.hour)
            case "updates":
                return _end(self._of_campaign(contact, row.payload.campaign), row.hour)
            case _:
                subscriptions.end(self.places.get(contact), row.hour)
                _end(self.signatures.get(contact, []), row.hour)
                self.barred[contact] = row.hour
                return Outcome.UNSUBSCRIBED

    def come_back(self, row: Opened[Resubscribe]) -> Outcome:
        contact, refusal = self._contact(row)
        if refusal is not None:
            return refusal
        match row.payload.about:
            case "newsletter":
                return subscriptions.take_back(self.places.get(contact), row.hour)
            case "updates":
                return _take_back(self._of_campaign(contact, row.payload.campaign), row.hour)
            case _:
                return self._come_back_to_all(contact, row.hour)

    def _come_back_to_all(self, contact: UUID, hour: datetime) -> Outcome:
        """Take back what was left in that hour together with everything, and not what was left before it."""
        left_at = suppression.take_back([contact], hour - subscriptions.UNDO).get(contact)
        if left_at is None:
            return Outcome.NOTHING_TO_UNDO
        place = self.places.get(contact)
        if place is not None and place.ended_at == left_at:
            subscriptions.take_back(place, hour)
        _take_back([s for s in self.signatures.get(contact, []) if s.updates_ended_at == left_at], hour)
        return Outcome.RESUBSCRIBED

    def save(self) -> None:
        subscriptions.save(self.places.values())
        update_rows((s for of in self.signatures.values() for s in of), ["updates_ended_at"])

    def _contact(self, row: Row) -> tuple[UUID, Outcome | None]:
        contact = uuid_of(row.payload.contact)
        if contact is None or contact not in self.people:
            return row.id, Outcome.UNKNOWN
        return contact, Outcome.ERASED if self.people[contact].erased_at is not None else None

    def _of_campaign(self, contact: UUID, slug: str) -> list[Signature]:
        return [s for s in self.signatures.get(contact, []) if s.campaign.slug == slug]


def _end(signatures: Iterable[Signature], hour: datetime) -> Outcome:
    outcome = Outcome.UNKNOWN
    for signature in signatures:
        if signature.updates_ended_at is None:
            signature.updates_ended_at, outcome = hour, Outcome.UNSUBSCRIBED
        elif outcome == Outcome.UNKNOWN:
            outcome = Outcome.ALREADY_UNSUBSCRIBED
    return outcome


def _take_back(signatures: Iterable[Signature], hour: datetime) -> Outcome:
    outcome = Outcome.NOTHING_TO_UNDO
    for signature in signatures:
        if signature.updates_ended_at is None:
            continue
        if hour - signature.updates_ended_at > subscriptions.UNDO:
            return Outcome.TOO_LATE
        signature.updates_ended_at, outcome = None, Outcome.RESUBSCRIBED
    return outcome
