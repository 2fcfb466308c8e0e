"""Writing, preparing, sending and stopping letters (on the desk), and freezing their audience (the worker)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.campaigns.models import Campaign
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.disclosure.models import PublicRelease

from . import audience, queueing, standing
from .models import Letter, LetterText
from .outcomes import finish_if_done, stop_envelopes
from .policy import may_mail, may_prepare, may_send, may_stop, may_write, require_release
from .rendering import render_letter
from .withdrawing import settle
from .words import LetterWords


@action("mailings.letter_drafted", policy=may_write)
def draft_letter(
    *,
    actor: Actor,
    kind: str,
    texts: Mapping[str, LetterWords],
    campaign: Campaign | None = None,
    release: PublicRelease | None = None,
) -> Done[Letter]:
    """Write a newsletter or an update, by language.

    A letter about a campaign rests on the campaign's release unless another is given: should that be withdrawn, the
    letter stops. Raises Refused where words are missing or an update has no campaign.
    """
    if kind not in Letter.BROADCAST or not texts or (kind == Letter.Kind.UPDATE and campaign is None):
        raise Refused(
            _("A letter needs words, and an update needs its campaign."), _("Add what is missing."), code="incomplete"
        )
    if release is None and campaign is not None:
        release = campaign.release
    letter = Letter.objects.create(kind=kind, campaign=campaign, release=release)
    _write_texts(letter, texts)
    return Done(letter, subject=f"letter:{letter.pk}", detail={"kind": str(kind), "languages": sorted(texts)})


@action("mailings.letter_prepared", policy=may_prepare)
def prepare_letter(*, actor: Actor, letter: Letter) -> Done[Letter]:
    """Render the letter in each language and have the leak guard read it; it is then READY to be sent."""
    _render(letter)
    letter.state = Letter.State.READY
    letter.save(update_fields=["state"])
    return Done(letter, subject=f"letter:{letter.pk}", detail=_renderings(letter))


@action("mailings.letter_sent", policy=may_send)
def send_letter(*, actor: Actor, letter: Letter) -> Done[Letter]:
    """Give a letter to the worker, which freezes its audience and sends it."""
    letter.state, letter.started_at = Letter.State.SENDING, timezone.now()
    letter.save(update_fields=["state", "started_at"])
    queueing.want_freeze(letter.pk)
    return Done(letter, subject=f"letter:{letter.pk}", detail=_renderings(letter))


@action("mailings.letter_stopped", policy=may_stop)
def stop_letter(*, actor: Actor, letter: Letter) -> Done[Letter]:
    """Send no more of a letter: whoever was not reached is stopped."""
    letter.state, letter.ended_at = Letter.State.STOPPED, timezone.now()
    letter.save(update_fields=["state", "ended_at"])
    return Done(letter, subject=f"letter:{letter.pk}", detail={"stopped": stop_envelopes([letter.pk])})


@action("mailings.audience_frozen", policy=may_mail)
def freeze_audience(*, actor: Actor, letter_id: UUID) -> Done[bool]:
    """Freeze the audience of a letter that is being sent; false where there is nothing to freeze (any more).

    A pause that came before does not change whom the letter was sent to.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    subject = f"letter:{letter_id}"
    if letter.state not in (Letter.State.SENDING, Letter.State.PAUSED) or letter.frozen_at is not None:
        return Done(False, subject=subject)
    candidates = audience.freeze(letter)
    letter.refresh_from_db()
    if not finish_if_done(letter):
        queueing.want_slice(letter_id, automatic=False)
    return Done(True, subject=subject, detail={"candidates": candidates, "envelopes": letter.envelopes.count()})


@action("mailings.standing_letters_prepared", policy=may_write)
def prepare_standing_letters(*, actor: Actor, campaign: Campaign) -> Done[list[Letter]]:
    """Make, or make anew, what answers those who sign a campaign; needed before it goes live and after it changes."""
    letters = [_stand(kind, campaign) for kind in (Letter.Kind.CONFIRMATION, Letter.Kind.ALREADY_SIGNED)]
    return Done(letters, subject=f"campaign:{campaign.pk}", detail={"letters": [str(letter.pk) for letter in letters]})


@action("mailings.subscription_letter_prepared", policy=may_write)
def prepare_subscription_letter(*, actor: Actor) -> Done[Letter]:
    """Make, or make anew, what answers those who ask for the newsletter."""
    letter = _stand(Letter.Kind.SUBSCRIPTION, None)
    return Done(letter, subject=f"letter:{letter.pk}")


def _stand(kind: Letter.Kind, campaign: Campaign | None) -> Letter:
    """The one automatic letter of a kind, with today's words and release; whoever waits for it gets these."""
    letter, _made = Letter.objects.select_for_update(of=("self",)).get_or_create(kind=kind, campaign=campaign)
    letter.release = campaign.release if campaign is not None else None
    require_release(letter)
    letter.state, letter.ended_at = Letter.State.STANDING, None
    letter.save(update_fields=["state", "ended_at", "release"])
    letter.texts.all().delete()
    words = standing.subscription_words() if campaign is None else standing.campaign_words(kind, campaign)
    _write_texts(letter, words)
    _render(letter)
    return letter


def _render(letter: Letter) -> None:
    render_letter(letter)
    # Whoever seals a name at this moment does not see what is rendered here.
    transaction.on_commit(settle, robust=True)


def _write_texts(letter: Letter, texts: Mapping[str, LetterWords]) -> None:
    LetterText.objects.bulk_create(
        LetterText(letter=letter, language=language, subject=said.subject, preheader=said.preheader, body=said.body)
        for language, said in texts.items()
    )


def _renderings(letter: Letter) -> dict[str, str]:
    """Language -> SHA-256 (hex) of the bytes that were read."""
    return {f"{row.language}{row.variant}": bytes(row.sha256).hex() for row in letter.rendered.all()}
