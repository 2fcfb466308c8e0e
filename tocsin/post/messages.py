"""What goes into the post and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How the handing over of one message to the relay ended; the values are those of an envelope's state."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Message:
    """One message for one recipient.

    ``sender`` is the envelope's return path (a VERP address), ``data`` the message's bytes in order: headers and
    body with CRLF line ends, without dot-stuffing. Addresses and data are kept out of the ``repr``.
    """

    envelope_id: str
    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    data: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """How one message ended: the reply code (RFC 5321) and enhanced code (RFC 3463) if the relay gave any.

    ``text`` is the relay's last line, or what we say ourselves; it holds no address.
    """

    envelope_id: str
    state: State
    code: int | None
    enhanced: str | None
    text: str
