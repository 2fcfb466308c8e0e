"""What the letterbox's rows about signatures do: sign, confirm, withdraw. Whole batches; a person's rows in order.

- A signature counts once the owner of its address has confirmed it; one per campaign and mailbox.
- Nobody is told whether an address has signed: a repeat is answered like a first signature, and the address's owner
  gets a mail, of which there are MOST_MAILS in all until the owner answers by confirming.
- What is confirmed is what the last mail said: a repeat that no mail tells of changes nothing.
- Ticking the newsletter with a signature asks for a subscription that the signature's confirmation confirms too: the
  address is proven by it, and the mail and the page behind its link say that this is included if it was ticked.
- Whoever withdrew may sign again; an older confirmation link does not undo a withdrawal.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from uuid import UUID

from tocsin.front.handling import handles
from tocsin.front.opening import Opened
from tocsin.front.payloads import Confirm, Sign, Withdraw
from tocsin.supporters import contacts, subscriptions, suppression
from tocsin.supporters.handlers import uuid_of
from tocsin.supporters.models import Contact
from tocsin.supporters.setwise import update_rows

from .models import Campaign, CampaignText, Signature
from .outcomes import Outcome
from .sheet import Sheet
from .words import text_version

State = Signature.State


def _signers(rows: Sequence[Opened[Sign]]) -> Sequence[Hashable]:
    return contacts.known([row.payload.email for row in rows])


@handles("sign", who=_signers)
def sign(rows: Sequence[Opened[Sign]]) -> list[str]:
    consents = _consents({row.payload.campaign for row in rows})
    said = [_refusal(row.payload, consents) for row in rows]
    open_rows = [row for row, refusal in zip(rows, said, strict=True) if refusal is None]
    found = contacts.find_or_make([_newcomer(row) for row in open_rows])
    sheet = Sheet.of([f.id for f in found if f and not f.new], {consent[0] for consent in consents.values()})
    outcomes = iter(
        [
            Outcome.SUPPRESSED if contact is None else sheet.sign(contact.id, row, *consents[_text_of(row.payload)])
            for row, contact in zip(open_rows, found, strict=True)
        ]
    )
    said = [next(outcomes) if refusal is None else refusal for refusal in said]
    sheet.close()
    return [str(outcome) for outcome in said]


def _text_of(payload: Sign) -> tuple[str, str]:
    return payload.campaign, payload.language


def _consents(slugs: set[str]) -> dict[tuple[str, str], tuple[UUID, str, str]]:
    """(slug, language) -> the campaign's id and state, and the version of its consent text."""
    texts = CampaignText.objects.filter(campaign__slug__in=slugs).select_related("campaign")
    return {
        (text.campaign.slug, text.language): (text.campaign_id, text.campaign.state, text_version(text.consent_text))
        for text in texts
    }


def _refusal(payload: Sign, consents: dict[tuple[str, str], tuple[UUID, str, str]]) -> Outcome | None:
    consent = consents.get(_text_of(payload))
    if consent is None:
        return Outcome.UNKNOWN
    return None if consent[1] == Campaign.State.LIVE else Outcome.NOT_OPEN


def _newcomer(row: Opened[Sign]) -> contacts.Newcomer:
    said = row.payload
    return contacts.Newcomer(said.email, said.name, said.language, said.country, row.hour)


def _owners(rows: Sequence[Opened[Confirm | Withdraw]]) -> Sequence[Hashable]:
    ids = [uuid_of(row.payload.signature) for row in rows]
    owners = dict(Signature.objects.filter(pk__in=[i for i in ids if i]).values_list("pk", "contact"))
    return [owners.get(i, i) if i else row.id for i, row in zip(ids, rows, strict=True)]


def _locked(ids: Sequence[UUID | None]) -> tuple[dict[UUID, Signature], dict[UUID, Contact]]:
    """The signatures by id and their people by id, both locked by the people's rows."""
    wanted = Signature.objects.filter(pk__in=[i for i in ids if i])
    people = contacts.lock(wanted.values_list("contact", flat=True))
    return {row.pk: row for row in wanted.select_related("campaign")}, people


@handles("confirm", who=_owners)
def confirm(rows: Sequence[Opened[Confirm]]) -> list[str]:
    ids = [uuid_of(row.payload.signature) for row in rows]
    signatures, people = _locked(ids)
    said, confirmed = [], []
    for i, row in zip(ids, rows, strict=True):
        signature = signatures.get(i) if i else None
        outcome = Outcome.UNKNOWN if signature is None else _confirm(signature, people, row.hour)
        if signature is not None and outcome == Outcome.CONFIRMED:
            confirmed.append(signature)
        said.append(str(outcome))
    update_rows(confirmed, ["state", "confirmed_at", "confirmations_sent", "notices_sent"])
    _prove(confirmed, people)
    _confirm_newsletter(confirmed)
    return said


def _confirm(signature: Signature, people: dict[UUID, Contact], hour: datetime) -> Outcome:
    if people[signature.contact_id].erased_at is not None:
        return Outcome.ERASED
    if signature.state == State.CONFIRMED:
        return Outcome.ALREADY_CONFIRMED
    if signature.state == State.WITHDRAWN:
        return Outcome.WITHDRAWN_BEFORE
    if signature.campaign.state != Campaign.State.LIVE:
        return Outcome.NOT_OPEN
    signature.state, signature.confirmed_at = State.CONFIRMED, hour
    signature.confirmations_sent = signature.notices_sent = 0
    return Outcome.CONFIRMED


def _prove(confirmed: Sequence[Signature], people: dict[UUID, Contact]) -> None:
    """What the owner has confirmed is theirs: their language and country, and the wish to be written to again."""
    for signature in confirmed:
        person = people[signature.contact_id]
        person.language, person.country = signature.language, signature.country or person.country
        person.proven_at = person.proven_at or signature.confirmed_at
    update_rows((people[s.contact_id] for s in confirmed), ["language", "country", "proven_at"])
    suppression.lift_by_own_wish({s.contact_id for s in confirmed if s.updates})


def _confirm_newsletter(confirmed: Sequence[Signature]) -> None:
    hours = {s.contact_id: s.confirmed_at for s in confirmed if s.newsletter and s.confirmed_at}
    places = subscriptions.of_contacts(hours)
    waiting = [place for place in places.values() if place.state == place.State.REQUESTED]
    subscriptions.confirm(waiting, [hours[place.contact_id] for place in waiting])


@handles("withdraw", who=_owners)
def withdraw(rows: Sequence[Opened[Withdraw]]) -> list[str]:
    ids = [uuid_of(row.payload.signature) for row in rows]
    signatures, _people = _locked(ids)
    said, withdrawn = [], []
    for i, row in zip(ids, rows, strict=True):
        signature = signatures.get(i) if i else None
        if signature is None:
            said.append(str(Outcome.UNKNOWN))
        elif signature.state == State.WITHDRAWN:
            said.append(str(Outcome.ALREADY_WITHDRAWN))
        else:
            signature.state, signature.withdrawn_at = State.WITHDRAWN, row.hour
            withdrawn.append(signature)
            said.append(str(Outcome.WITHDRAWN))
    update_rows(withdrawn, ["state", "withdrawn_at"])
    return said
