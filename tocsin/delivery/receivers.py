"""What this room does when a release is corrected."""

from __future__ import annotations

from typing import Any

from tocsin.disclosure.models import PublicRelease

from .models import Outcome


def move_outcomes(sender: object, release: PublicRelease, older: PublicRelease, **_more: Any) -> None:
    """What happened is told in the corrected words. A handover keeps the words that were handed over."""
    Outcome.objects.filter(release=older).update(release=release)
