"""Invented supporters, releases, campaigns and letters, and a relay that says what it is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from tocsin.accounts.models import Role
from tocsin.campaigns.models import Campaign, CampaignText, Signature
from tocsin.core.actions import Actor
from tocsin.disclosure.models import PublicRelease
from tocsin.mailings import actions
from tocsin.mailings.models import Letter
from tocsin.mailings.queries import progress
from tocsin.mailings.words import LetterWords
from tocsin.supporters import vault
from tocsin.supporters.models import Contact, Subscription

HOUR = datetime(2012, 3, 20, 9, tzinfo=UTC)
CAMPAIGNER = Actor("Teo", 1, frozenset({str(Role.CAMPAIGNER)}))
OUTSIDER = Actor("Jonas", 2, frozenset({str(Role.APPROVER)}))
WORDS = {
    "en": LetterWords("What happened", "In short", "First words.\n\n- one\n- two\n\nhttps://example.org/more"),
    "ko": LetterWords("무슨 일이 있었나", "짧게", "첫 문장입니다."),
}


def contact(local: str, *, name: str = "", language: str = "en") -> Contact:
    return contacts([local], name=name, language=language)[0]


def contacts(locals_: Iterable[str], *, name: str = "", language: str = "en") -> list[Contact]:
    return Contact.objects.bulk_create(
        Contact(
            sealed_address=vault.seal_address(f"{local}@example.org"),
            sealed_name=vault.seal_name(name),
            blind_index=vault.index_of(f"{local}@example.org"),
            language=language,
            since=HOUR,
            proven_at=HOUR,
        )
        for local in locals_
    )


def subscribe(people: Iterable[Contact], state: str = "confirmed") -> list[Subscription]:
    return Subscription.objects.bulk_create(
        Subscription(
            contact=person,
            state=state,
            language=person.language,
            text_version="0" * 64,
            requested_at=HOUR,
            confirmed_at=HOUR if state != "requested" else None,
            ended_at=HOUR if state == "ended" else None,
        )
        for person in people
    )


def sign(campaign: Campaign, people: Iterable[Contact], state: str = "confirmed", **fields: object) -> list[Signature]:
    given = {
        "updates": True,
        "signed_at": HOUR,
        "text_version": "0" * 64,
        "confirmed_at": HOUR if state == "confirmed" else None,
        "withdrawn_at": HOUR if state == "withdrawn" else None,
    } | fields
    return Signature.objects.bulk_create(
        Signature(campaign=campaign, contact=person, language=person.language, state=state, **given)
        for person in people
    )


def campaign_of(release: PublicRelease | None, *, dangerous: bool = False) -> Campaign:
    campaign = Campaign.objects.create(
        slug=f"save-{uuid4().hex[:6]}",
        goal=1000,
        release=release,
        state="live" if release else "draft",
        dangerous=dangerous,
    )
    for language, title in (("en", "Save My Friend"), ("ko", "내 친구를 구해 주세요")):
        CampaignText.objects.create(
            campaign=campaign,
            language=language,
            title=title,
            summary="At least 31 people",
            demand="Do not return them\nLet them go where they are safe",
            consent_text="I agree",
        )
    return campaign


def newsletter() -> Letter:
    """Drafted, prepared, and given to the worker."""
    return _sent(actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.NEWSLETTER, texts=WORDS))


def update(campaign: Campaign) -> Letter:
    return _sent(actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.UPDATE, texts=WORDS, campaign=campaign))


def _sent(letter: Letter) -> Letter:
    actions.prepare_letter(actor=CAMPAIGNER, letter=letter)
    return actions.send_letter(actor=CAMPAIGNER, letter=letter)


def states(letter: Letter) -> dict[str, int]:
    """The envelopes of a letter by state, those that are there."""
    return {state: number for state, number in progress(letter).envelopes.items() if number}
