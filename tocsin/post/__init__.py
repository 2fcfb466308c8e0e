"""Sending mail: MIME, SMTP, DKIM. Knows nothing of campaigns or people, and imports no Django."""

from __future__ import annotations

from .courier import Courier, deliver
from .dkim import Signer
from .messages import Message, Outcome, State
from .relay import Relay, Tls

__all__ = ["Courier", "Message", "Outcome", "Relay", "Signer", "State", "Tls", "deliver"]
