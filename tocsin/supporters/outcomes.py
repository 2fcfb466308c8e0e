"""How a letterbox row about a person or their subscription can end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    REQUESTED = "requested", _("asked for; the address's owner was asked to confirm")
    REPEAT = "repeat", _("asked for before")
    SUPPRESSED = "suppressed", _("must not be written to")
    CONFIRMED = "confirmed", _("confirmed")
    ALREADY_CONFIRMED = "already_confirmed", _("was confirmed before")
    ENDED_BEFORE = "ended_before", _("ended before it was confirmed")
    ERASED = "erased", _("the person was erased")
    UNKNOWN = "unknown", _("about nothing that we know")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    ALREADY_UNSUBSCRIBED = "already_unsubscribed", _("was unsubscribed before")
    RESUBSCRIBED = "resubscribed", _("unsubscription taken back")
    NOTHING_TO_UNDO = "nothing_to_undo", _("there was no unsubscription to take back")
    TOO_LATE = "too_late", _("the unsubscription was too long ago to take back")
