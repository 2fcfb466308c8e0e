"""A campaign that is open for signatures, and a crowd that posts into its letterbox."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from tocsin.accounts.actors import system
from tocsin.campaigns.models import Addressee, Campaign, CampaignText, Signature
from tocsin.campaigns.signals import already_signed, confirmation_wanted
from tocsin.disclosure.models import PublicRelease
from tocsin.front.payloads import Confirm, Resubscribe, Sign, Withdraw
from tocsin.front.tests.posting import now
from tocsin.supporters.models import Contact
from tocsin.supporters.signals import subscription_confirmation_wanted
from tocsin.supporters.tests.people import Post, contact_of, stand_in, subscription_of, this_hour, unsubscribe

__all__ = ["Post", "contact_of", "subscription_of", "this_hour", "unsubscribe"]

SLUG = "save-my-friend"
FORM = "f" * 64
COUNTING = system("counting")
CONSENT = {"en": "I agree that my signature is kept.", "ko": "서명을 보관하는 데 동의합니다."}


def bare_release() -> PublicRelease:
    """A release without a case behind it. The database allows no such thing, so its triggers look away."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE disclosure_public_release DISABLE TRIGGER USER")
        release = PublicRelease.objects.create(audience="public", sha256=b"")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # nothing may be pending
        cursor.execute("ALTER TABLE disclosure_public_release ENABLE TRIGGER USER")
    return release


def open_campaign(slug: str = SLUG, release: PublicRelease | None = None, **more: object) -> Campaign:
    release = release or bare_release()
    campaign = Campaign.objects.create(slug=slug, release=release, state="live", goal=200_000, **more)
    for language, consent in CONSENT.items():
        CampaignText.objects.create(
            campaign=campaign, language=language, title="Save My Friend", summary="", demand="", consent_text=consent
        )
    Addressee.objects.create(campaign=campaign, names={"en": "The authorities", "ko": "당국"})
    return campaign


def sign(email: str = "ann@example.org", at: int | None = None, **more: object) -> Sign:
    said: dict[str, object] = {
        "language": "en", "campaign": SLUG, "name": "Ann Example", "country": "KR", "updates": True,
        "newsletter": False, "form": FORM,
    }  # fmt: skip
    return Sign(email=email, at=at or now(), **said | more)  # type: ignore[arg-type]


def confirm(signature: Signature | uuid.UUID | str, at: int | None = None) -> Confirm:
    return Confirm(language="en", at=at or now(), campaign=SLUG, signature=_id(signature))


def withdraw(signature: Signature | uuid.UUID | str, at: int | None = None) -> Withdraw:
    return Withdraw(language="en", at=at or now(), campaign=SLUG, signature=_id(signature))


def resubscribe(contact: Contact | str, about: str = "", campaign: str = "", at: int | None = None) -> Resubscribe:
    return Resubscribe(language="en", at=at or now(), contact=_id(contact), about=about, campaign=campaign)


def _id(row: object) -> str:
    return str(getattr(row, "pk", row))


def signature_of(email: str, slug: str = SLUG) -> Signature:
    return Signature.objects.get(contact=contact_of(email), campaign__slug=slug)


class Letters(Post):
    """What the mailings room is asked for: confirmations and notices too."""

    def confirmations(self, signature_ids: frozenset[uuid.UUID], **_more: object) -> None:
        self.asked += [("confirmation", i) for i in signature_ids]

    def notices(self, signature_ids: frozenset[uuid.UUID], **_more: object) -> None:
        self.asked += [("already_signed", i) for i in signature_ids]


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Letters:
    """Stands in for the mailings room, whose own receivers are away meanwhile."""
    letters = Letters()
    stand_in(monkeypatch, subscription_confirmation_wanted, letters.subscriptions)
    stand_in(monkeypatch, confirmation_wanted, letters.confirmations)
    stand_in(monkeypatch, already_signed, letters.notices)
    return letters
