"""Turning claimed envelopes into messages, each one opened only when its turn has come."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.campaigns.models import Signature
from tocsin.campaigns.tree.queries import receipt_text
from tocsin.core.keys import keyring
from tocsin.core.sealing import SealingError
from tocsin.disclosure.guard import letter_sha256
from tocsin.post import Message, Relay, Signer, Tls
from tocsin.post.addresses import BadAddress
from tocsin.post.dkim import DkimSigner
from tocsin.post.headers import BadHeader
from tocsin.post.mime import Template, make_template, marks
from tocsin.supporters import vault
from tocsin.supporters.models import Contact

from . import personal
from .claims import Claimed
from .models import Letter, RenderedLetter

# By the relay's settings.
_TLS = {"none": Tls.OFF, "starttls": Tls.REQUIRED, "tls": Tls.IMPLICIT}


class Unaddressable(Exception):
    """This envelope can be sent to nobody: its address does not open, or is none. Holds no address."""


class Tampered(Exception):
    """The stored letter is not what the guard read."""


@dataclass(frozen=True)
class _Form:
    template: Template
    marks: frozenset[str]


class Splicer:
    """One letter as it stands now, ready to be made out to its recipients. Raises Tampered."""

    def __init__(self, letter_id: UUID) -> None:
        self.letter = Letter.objects.select_related("campaign").get(pk=letter_id)
        self._forms = {(row.language, row.variant): self._form(row) for row in self.letter.rendered.all()}

    def message(self, envelope: Claimed) -> Message:
        """Raises Unaddressable."""
        try:
            contact = Contact.objects.get(pk=envelope.contact_id)
            address, name = vault.address_of(contact), vault.name_of(contact)
            data = self._splice(envelope, address, name)
        except (vault.Erased, SealingError, BadAddress, BadHeader, UnicodeError) as fault:
            raise Unaddressable(type(fault).__name__) from None
        sender = f"bounce+{envelope.id}@{settings.TOCSIN.sender_domain}"
        return Message(str(envelope.id), sender, address, (data,))

    def _splice(self, envelope: Claimed, address: str, name: str) -> bytes:
        form, broadcast = self._forms[envelope.language, self._variant(envelope)], self._is_broadcast
        wanted = form.marks | ({"unsubscribe"} if broadcast else set())
        values = {mark: self._value(mark, envelope, name) for mark in wanted}
        return form.template.splice(
            values,
            to=address,
            unsubscribe=values["unsubscribe"] if broadcast else None,
            message_id=f"{envelope.id}@{settings.TOCSIN.sender_domain}",
        )

    def _value(self, mark: str, envelope: Claimed, name: str) -> str:
        language, campaign = envelope.language, self.letter.campaign.slug if self.letter.campaign else ""
        subject = envelope.subject_id or envelope.contact_id
        if mark == "greeting":
            return personal.greeting(name, language)
        if mark == "confirm":
            return personal.confirm_link(language, campaign, subject, receipt_text(subject))
        if mark == "withdraw":
            return personal.withdraw_link(language, campaign, subject)
        if mark == "subscribe":
            return personal.subscription_link(language, subject)
        updates_of = campaign if self.letter.kind == Letter.Kind.UPDATE else None
        return personal.unsubscribe_link(language, envelope.contact_id, updates_of)

    def _variant(self, envelope: Claimed) -> str:
        if self.letter.kind != Letter.Kind.CONFIRMATION:
            return ""
        ticked = Signature.objects.filter(pk=envelope.subject_id or envelope.contact_id, newsletter=True)
        return "newsletter" if ticked.exists() else ""

    @property
    def _is_broadcast(self) -> bool:
        return self.letter.kind in Letter.BROADCAST

    def _form(self, row: RenderedLetter) -> _Form:
        if letter_sha256(row.subject, row.html, row.text) != bytes(row.sha256):
            raise Tampered(f"letter:{row.letter_id}:{row.language}")
        here = settings.TOCSIN
        neutral = self.letter.campaign is not None and self.letter.campaign.dangerous
        with translation.override(row.language):
            template = make_template(
                subject=row.subject,
                sender=f"letters@{here.sender_domain}",
                sender_name=_("Post") if neutral else here.organisation,
                html=row.html,
                text=row.text,
                reply_to=None if neutral else here.organisation_email,
                list_id=self._list_id(),
                list_name="" if neutral else here.organisation,
                automatic=not self._is_broadcast,
            )
        return _Form(template, marks(row.subject, row.html, row.text))

    def _list_id(self) -> str | None:
        """RFC 2919. One for all campaigns' updates: a campaign's name in a header would tell what was signed."""
        if not self._is_broadcast:
            return None
        which = "updates" if self.letter.kind == Letter.Kind.UPDATE else "newsletter"
        return f"{which}.{settings.TOCSIN.sender_domain}"


@functools.cache
def relay() -> Relay:
    """The relay of the settings."""
    smtp = settings.TOCSIN.smtp
    return Relay(
        host=smtp.host,
        port=smtp.port,
        tls=_TLS[smtp.security],
        username=smtp.user,
        password=smtp.password,
        hello=settings.TOCSIN.sender_domain,
    )


@functools.cache
def signer() -> Signer | None:
    """Signs as the settings say, with the worker's DKIM key. Raises KeyMissing."""
    here = settings.TOCSIN
    return DkimSigner(domain=here.sender_domain, selector=here.dkim_selector, private_key=keyring().raw("dkim")[1])
