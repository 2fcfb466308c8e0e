"""How a letterbox row about a signature can end. (Lists' outcomes are in ``supporters.outcomes``.)"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    # sign
    SIGNED = "signed", _("signed; the address's owner was asked to confirm")
    REPEAT = "repeat", _("signed before")
    SUPPRESSED = "suppressed", _("must not be written to")
    # sign, confirm
    NOT_OPEN = "not_open", _("the campaign takes no signatures")
    # confirm
    CONFIRMED = "confirmed", _("confirmed")
    ALREADY_CONFIRMED = "already_confirmed", _("was confirmed before")
    WITHDRAWN_BEFORE = "withdrawn_before", _("withdrawn before it was confirmed")
    ERASED = "erased", _("the person was erased")
    # withdraw
    WITHDRAWN = "withdrawn", _("withdrawn")
    ALREADY_WITHDRAWN = "already_withdrawn", _("was withdrawn before")
    # all
    UNKNOWN = "unknown", _("about nothing that we know")
