"""The hour before which nothing of a release is published."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tocsin.core.actions import Refused

# A release whose hour was missed by more than this (the desk was down, say) waits for a person.
LATE = dt.timedelta(hours=1)


def embargo() -> Refused:
    return Refused(
        _("This release is approved, and waits for its hour."),
        _("Everything can be prepared; it goes out at its hour by itself."),
        code="embargo",
    )
