"""The ids of committed batches (``LetterboxBatch``): kept long enough for any second try, then forgotten."""

from __future__ import annotations

import datetime as dt
import time

from django.utils import timezone

from .models import LetterboxBatch

REMEMBERED = dt.timedelta(days=30)
"""A front whose rows wait on disk for longer than this may bring a batch in twice, if it was killed after a commit."""
LOOK_SECONDS = 3_600.0

_next_look = 0.0


def forget_old_marks() -> None:
    """Once an hour in each process that drains; otherwise nothing."""
    global _next_look
    if time.monotonic() < _next_look:
        return
    _next_look = time.monotonic() + LOOK_SECONDS
    LetterboxBatch.objects.filter(hour__lt=timezone.now() - REMEMBERED).delete()
