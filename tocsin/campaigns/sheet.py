"""The sheet on which one batch of people signs: their signatures, and whom to write to about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from tocsin.front.opening import Opened
from tocsin.front.payloads import Sign
from tocsin.supporters import subscriptions
from tocsin.supporters.models import MOST_MAILS
from tocsin.supporters.setwise import insert_rows, update_rows

from .models import Signature
from .outcomes import Outcome
from .signals import already_signed, confirmation_wanted
from .tree import boxes
from .tree_models import OwedWithdrawal

State = Signature.State
_FIELDS = (
    "state", "country", "language", "updates", "newsletter", "text_version", "signed_at", "confirmed_at",
    "withdrawn_at", "updates_ended_at", "confirmations_sent", "notices_sent", "sealed_leaf", "in_tree",
)  # fmt: skip


@dataclass
class Sheet:
    """By (campaign, contact). The contacts are locked, so nobody else signs for them meanwhile."""

    known: dict[tuple[UUID, UUID], Signature]
    new: dict[tuple[UUID, UUID], Signature] = field(default_factory=dict)
    to_confirm: set[UUID] = field(default_factory=set)
    to_notice: set[UUID] = field(default_factory=set)
    newsletters: list[subscriptions.Request] = field(default_factory=list)
    owed: list[OwedWithdrawal] = field(default_factory=list)

    @classmethod
    def of(cls, contacts: Collection[UUID], campaigns: Collection[UUID]) -> Sheet:
        """``contacts`` may leave out those who cannot have signed anything: they were made just now."""
        rows = Signature.objects.filter(contact__in=contacts, campaign__in=campaigns)
        return cls({(row.campaign_id, row.contact_id): row for row in rows})

    def sign(self, contact: UUID, row: Opened[Sign], campaign: UUID, _state: str, version: str) -> Outcome:
        """One person signs; what to write is kept until ``close``."""
        key = (campaign, contact)
        signature = self.known.get(key) or self.new.get(key)
        if signature is not None and signature.state == State.CONFIRMED:
            self._notice(signature)
            self._ask_for_newsletter(contact, row, by_mail=True)
            return Outcome.REPEAT
        fresh = signature is None or signature.state == State.WITHDRAWN
        if signature is None:
            signature = self.new[key] = Signature(campaign_id=campaign, contact_id=contact)
        writes = self._may_write(signature)
        if fresh:
            self._begin_leaf(signature, row)
        if fresh or writes:
            _fill(signature, row, version)
            self._ask_for_newsletter(contact, row, by_mail=False)
        if writes:
            signature.confirmations_sent += 1
            self.to_confirm.add(signature.pk)
        return Outcome.SIGNED if fresh else Outcome.REPEAT

    def close(self) -> None:
        """Write everything, and announce whom to mail.

        New rows in the order of their random ids: as they lie in the table, nothing tells who came before whom.
        """
        insert_rows(sorted(self.new.values(), key=lambda signature: signature.pk))
        update_rows(self.known.values(), _FIELDS)
        OwedWithdrawal.objects.bulk_create(self.owed)
        subscriptions.request(self.newsletters)
        if self.to_confirm:
            confirmation_wanted.send(sender=Signature, signature_ids=frozenset(self.to_confirm))
        if self.to_notice:
            already_signed.send(sender=Signature, signature_ids=frozenset(self.to_notice))

    def _begin_leaf(self, signature: Signature, row: Opened[Sign]) -> None:
        """A new receipt; the entry of a signature that was withdrawn and is given anew is still to be taken back."""
        if signature.in_tree:
            self.owed.append(OwedWithdrawal(campaign_id=signature.campaign_id, since=row.hour))
        signature.in_tree = False
        signature.sealed_leaf = boxes.seal(signature.pk, boxes.new())

    def _may_write(self, signature: Signature) -> bool:
        """Not twice for one batch, and not more than MOST_MAILS in all."""
        if signature.pk in self.to_confirm or signature.pk in self.to_notice:
            return False
        return signature.confirmations_sent + signature.notices_sent < MOST_MAILS

    def _notice(self, signature: Signature) -> None:
        if self._may_write(signature):
            signature.notices_sent += 1
            self.to_notice.add(signature.pk)

    def _ask_for_newsletter(self, contact: UUID, row: Opened[Sign], *, by_mail: bool) -> None:
        if row.payload.newsletter:
            said = row.payload
            asked = subscriptions.Request(contact, said.language, said.form[:64], row.hour, by_mail)
            self.newsletters.append(asked)


def _fill(signature: Signature, row: Opened[Sign], version: str) -> None:
    said = row.payload
    signature.state, signature.signed_at, signature.text_version = State.PENDING, row.hour, version
    signature.country, signature.language = said.country, said.language
    signature.updates, signature.newsletter = said.updates, said.newsletter
    signature.confirmed_at = signature.withdrawn_at = signature.updates_ended_at = None
