"""Run within an instance, with the desk's role and keys: a newsletter on the first release is sent, and held up by the
relay (as if that had asked for an hour's patience), so that all its envelopes wait."""

from __future__ import annotations

from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from tocsin.accounts.actors import actor_of  # noqa: E402
from tocsin.accounts.models import Staff  # noqa: E402
from tocsin.campaigns.models import Campaign  # noqa: E402
from tocsin.mailings import actions  # noqa: E402
from tocsin.mailings.models import Letter  # noqa: E402
from tocsin.mailings.words import LetterWords  # noqa: E402

if __name__ == "__main__":
    teo = actor_of(Staff.objects.get(email="teo@tocsin.example"))
    campaign = Campaign.objects.get()
    words = {"en": LetterWords("Another word", "In short", "Words."), "ko": LetterWords("소식", "짧게", "글입니다.")}
    letter = actions.draft_letter(
        actor=teo, kind="newsletter", campaign=campaign, release=campaign.release, texts=words
    )
    actions.prepare_letter(actor=teo, letter=letter)
    Letter.objects.filter(pk=letter.pk).update(paused_until=timezone.now() + timedelta(hours=1))
    letter.refresh_from_db()
    actions.send_letter(actor=teo, letter=letter)
    print(letter.pk)  # noqa: T201
