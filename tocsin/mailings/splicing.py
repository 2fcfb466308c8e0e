"""Turning claimed envelopes into messages: the letter as the guard read it, made out to one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.campaigns.models import Signature
from tocsin.campaigns.tree.queries import receipt_text
from tocsin.core.sealing import SealingError
from tocsin.disclosure.guard import letter_sha256
from tocsin.post import Message, Signer
from tocsin.post.addresses import BadAddress, parse_address
from tocsin.post.headers import BadHeader
from tocsin.post.mime import Composed, Template, make_template, marks
from tocsin.post.providers import provider_of
from tocsin.supporters import vault

from . import buckets, personal
from .claims import Claimed
from .models import Letter, RenderedLetter


class Unaddressable(Exception):
    """This envelope can be sent to nobody: its address does not open, or is none. Holds no address."""


class Tampered(Exception):
    """The stored letter is not what the guard read."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A claimed envelope, opened. ``provider`` is one of a few names; ``bucket`` is whose pace counts."""

    envelope: Claimed
    address: str
    name: str
    provider: str
    bucket: str


def open_envelope(envelope: Claimed) -> Addressed:
    """Raises Unaddressable."""
    try:
        address, name = vault.open_columns(envelope.sealed_address, envelope.sealed_name)
        domain = parse_address(address).domain
    except (vault.Erased, SealingError, BadAddress, UnicodeError) as fault:
        raise Unaddressable(type(fault).__name__) from None
    return Addressed(envelope, address, name, provider_of(domain), buckets.bucket_of(domain))


@dataclass(frozen=True)
class _Form:
    template: Template
    marks: frozenset[str]


class Splicer:
    """One letter as it stands now, ready to be made out to its recipients. Raises Tampered."""

    def __init__(self, letter_id: UUID) -> None:
        self.letter = Letter.objects.select_related("campaign").get(pk=letter_id)
        self._campaign = self.letter.campaign.slug if self.letter.campaign else ""
        self._broadcast = self.letter.kind in Letter.BROADCAST
        self._domain = settings.TOCSIN.sender_domain
        self._forms = {(row.language, row.variant): self._form(row) for row in self.letter.rendered.all()}
        self._ticked: frozenset[UUID] = frozenset()

    def expect(self, envelopes: Iterable[Claimed]) -> None:
        """Look up at once what the envelopes of a slice need beyond their own rows."""
        if self.letter.kind == Letter.Kind.CONFIRMATION:
            subjects = [envelope.subject_id for envelope in envelopes if envelope.subject_id is not None]
            ticked = Signature.objects.filter(pk__in=subjects, newsletter=True)
            self._ticked = frozenset(ticked.values_list("pk", flat=True))

    def message(self, one: Addressed, signer: Signer | None) -> Message:
        """The message, signed. Raises Unaddressable."""
        made = self.compose(one)
        head = made.head if signer is None else signer.sign_head(made.head, made.body_hash) + made.head
        envelope_id = str(one.envelope.id)
        sender = f"bounce+{envelope_id}@{self._domain}"
        return Message(envelope_id, sender, one.address, (head, *made.body), clean=True)

    def compose(self, one: Addressed) -> Composed:
        """The message, unsigned. Raises Unaddressable."""
        envelope = one.envelope
        form = self._forms[envelope.language, self._variant(envelope)]
        try:
            values = {mark: self._value(mark, envelope, one.name) for mark in form.marks}
            return form.template.compose(
                values,
                to=one.address,
                unsubscribe=values["unsubscribe"] if self._broadcast else None,
                message_id=f"{envelope.id}@{self._domain}",
            )
        except (BadAddress, BadHeader, UnicodeError) as fault:
            raise Unaddressable(type(fault).__name__) from None

    def parts(self, one: Addressed) -> tuple[str, str, str]:
        """Subject, HTML and plain text as this person gets them, with no token in any link."""
        form = self._forms[one.envelope.language, self._variant(one.envelope)]
        values = {mark: self._value(mark, one.envelope, one.name).partition("?t=")[0] for mark in form.marks}
        escaped = {mark: escape(value) for mark, value in values.items()}
        template = form.template
        return template.subject.fill(values), template.html.fill(escaped), template.text.fill(values)

    def _value(self, mark: str, envelope: Claimed, name: str) -> str:
        language, subject = envelope.language, envelope.subject_id or envelope.contact_id
        if mark == "greeting":
            return personal.greeting(name, language)
        if mark == "confirm":
            return personal.confirm_link(language, self._campaign, subject, receipt_text(subject))
        if mark == "withdraw":
            return personal.withdraw_link(language, self._campaign, subject)
        if mark == "subscribe":
            return personal.subscription_link(language, subject)
        updates_of = self._campaign if self.letter.kind == Letter.Kind.UPDATE else None
        return personal.unsubscribe_link(language, envelope.contact_id, updates_of)

    def _variant(self, envelope: Claimed) -> str:
        return "newsletter" if envelope.subject_id in self._ticked else ""

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
                automatic=not self._broadcast,
            )
        found = marks(row.subject, row.html, row.text)
        return _Form(template, found | {"unsubscribe"} if self._broadcast else found)

    def _list_id(self) -> str | None:
        """RFC 2919. One for all campaigns' updates: a campaign's name in a header would tell what was signed."""
        if not self._broadcast:
            return None
        which = "updates" if self.letter.kind == Letter.Kind.UPDATE else "newsletter"
        return f"{which}.{settings.TOCSIN.sender_domain}"
