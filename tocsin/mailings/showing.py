"""Showing again what a person was sent, spliced anew from the letter, the language and the person's own values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.supporters.models import Contact

from .claims import Claimed
from .models import Envelope, Letter
from .policy import may_show
from .splicing import Splicer, Unaddressable, open_envelope

_TRIED = (Envelope.State.ACCEPTED, Envelope.State.UNCERTAIN, Envelope.State.DEFERRED, Envelope.State.REFUSED)


@dataclass(frozen=True)
class Shown:
    """A letter as one person was sent it, but for the tokens in its links: whoever is shown it must not use them.

    ``exact`` is false for an automatic letter, whose words may have been made anew since. ``hour`` is None while it is
    being put off.
    """

    address: str = field(repr=False)
    subject: str = field(repr=False)
    html: str = field(repr=False)
    text: str = field(repr=False)
    language: str
    state: str
    hour: datetime | None
    exact: bool


@action("mailings.sent_shown", policy=may_show)
def show_sent(*, actor: Actor, envelope_id: UUID) -> Done[Shown]:
    """What was sent with an envelope. Only the worker can: it alone opens addresses and names.

    Raises Refused where nothing was ever sent with it, or the person was erased since.
    """
    envelope = Envelope.objects.select_related("letter").get(pk=envelope_id)
    if envelope.state not in _TRIED:
        raise Refused(_("Nothing has been sent to this person."), _("Look again later."), code="not_sent")
    contact = Contact.objects.get(pk=envelope.contact_id)
    claimed = Claimed(
        envelope.pk, contact.pk, envelope.language, envelope.subject_id, envelope.attempts,
        _bytes(contact.sealed_address), _bytes(contact.sealed_name),
    )  # fmt: skip
    splicer = Splicer(envelope.letter_id)
    splicer.expect([claimed])
    try:
        one = open_envelope(claimed)
        subject, html, text = splicer.parts(one)
    except (Unaddressable, KeyError):
        raise Refused(
            _("What this person was sent cannot be shown any more."),
            _("Their address was erased, or the letter's words are gone."),
            code="gone",
        ) from None
    shown = Shown(
        one.address, subject, html, text, envelope.language, envelope.state, envelope.ended_at,
        exact=envelope.letter.kind in Letter.BROADCAST,
    )  # fmt: skip
    return Done(shown, subject=f"envelope:{envelope_id}", detail={"letter": str(envelope.letter_id)})


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
