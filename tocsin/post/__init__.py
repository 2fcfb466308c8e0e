"""Sending mail: MIME, SMTP, DKIM. Knows nothing of campaigns or people, and imports no Django."""

from __future__ import annotations

from .courier import Courier, deliver
from .dkim import Signer
from .fleet import Fleet
from .messages import Message, Outcome, State
from .relay import Relay, Timeouts, Tls

__all__ = ["Courier", "Fleet", "Message", "Outcome", "Relay", "Signer", "State", "Timeouts", "Tls", "deliver"]
