"""What this room does when the rooms above announce something: in their transaction, before it is committed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from tocsin.accounts.actors import system
from tocsin.campaigns.models import Campaign, Signature
from tocsin.disclosure.models import PublicRelease
from tocsin.supporters.models import Subscription
from tocsin.supporters.setwise import insert_columns

from . import queueing
from .actions import prepare_standing_letters
from .models import EPOCH, Envelope, Letter
from .withdrawing import examine_queued, stop_letters_of


def on_confirmation_wanted(*, signature_ids: Collection[UUID], **_rest: Any) -> None:
    _to_signers(Letter.Kind.CONFIRMATION, signature_ids)


def on_already_signed(*, signature_ids: Collection[UUID], **_rest: Any) -> None:
    _to_signers(Letter.Kind.ALREADY_SIGNED, signature_ids)


def on_subscription_confirmation_wanted(*, subscription_ids: Collection[UUID], **_rest: Any) -> None:
    letter = Letter.objects.filter(kind=Letter.Kind.SUBSCRIPTION, state=Letter.State.STANDING).first()
    if letter is not None:
        rows = Subscription.objects.filter(pk__in=subscription_ids).values_list("pk", "contact_id", "language")
        _address(letter, list(rows))


def on_release_withdrawn(*, release: PublicRelease, **_rest: Any) -> None:
    stop_letters_of(actor=system("mailing"), release_id=release.pk)


def on_release_superseded(*, release: PublicRelease, older: PublicRelease, **_rest: Any) -> None:
    """Letters not yet sent tell the corrected words: automatic ones at once, others once they are prepared anew."""
    letters = Letter.objects.filter(release=older)
    standing = letters.filter(state=Letter.State.STANDING, campaign__isnull=False).values("campaign")
    for campaign in Campaign.objects.filter(pk__in=standing).order_by("pk"):
        campaign.release = release  # its own room may hear of it only after this one
        prepare_standing_letters(actor=system("publishing"), campaign=campaign)
    letters.filter(state__in=(Letter.State.DRAFT, Letter.State.READY)).update(release=release, state=Letter.State.DRAFT)


def on_guard_changed(*, version: int, **_rest: Any) -> None:
    examine_queued(actor=system("mailing"), version=version)


def _to_signers(kind: Letter.Kind, signature_ids: Collection[UUID]) -> None:
    """Where a campaign's letter no longer stands (its release was withdrawn), nobody is written to."""
    rows = Signature.objects.filter(pk__in=signature_ids).values_list("campaign_id", "pk", "contact_id", "language")
    letters = Letter.objects.filter(kind=kind, state=Letter.State.STANDING, campaign__in={row[0] for row in rows})
    for letter in letters:
        _address(letter, [row[1:] for row in rows if row[0] == letter.campaign_id])


def _address(letter: Letter, rows: list[tuple[UUID, UUID, str]]) -> None:
    """One envelope for each (subject, contact, language), due now; the languages are those the letter speaks."""
    if not rows:
        return
    languages = sorted(set(letter.rendered.values_list("language", flat=True)))
    fallback = "en" if "en" in languages else languages[0]
    subjects, contacts, wanted = zip(*rows, strict=True)
    spoken = [language if language in languages else fallback for language in wanted]
    insert_columns(
        Envelope,
        {"subject_id": subjects, "contact_id": contacts, "language": spoken},
        {"letter_id": letter.pk, "next_attempt_at": EPOCH},
    )
    queueing.want_slice(letter.pk, automatic=True)
