"""What goes into the post and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How the handing over of one message to the relay ended.

    ``untouched``: nothing of the message's text has left, or nobody can have taken it: safe to do again, and nobody's
    fault. The other values are those of an envelope's state.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNCERTAIN = "uncertain"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Message:
    """One message for one recipient.

    ``sender`` is the envelope's return path (a VERP address), ``data`` the message's bytes in order: headers and
    body with CRLF line ends, without dot-stuffing. ``clean`` says that whoever made ``data`` vouches for its line
    ends, and that no line of it begins with a dot; otherwise both are seen to before it is sent. Addresses and data
    are kept out of the ``repr``.
    """

    envelope_id: str
    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    data: tuple[bytes, ...] = field(repr=False)
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the relay said to one message: its reply's code and enhanced code, if any, and its text without addresses.

    ``about_relay``: the fault lies between us and the relay (it is away, full, or wants another login), not with this
    recipient or message.
    """

    state: State
    code: int | None = None
    enhanced: str | None = None
    text: str = ""
    about_relay: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one message ended: the reply code (RFC 5321) and enhanced code (RFC 3463) if the relay gave any.

    ``text`` is the relay's last line where it did not accept, or what we say ourselves; it holds no address.
    """

    envelope_id: str
    state: State
    code: int | None
    enhanced: str | None
    text: str
    about_relay: bool = False

    @classmethod
    def of(cls, envelope_id: str, verdict: Verdict) -> Outcome:
        return cls(envelope_id, verdict.state, verdict.code, verdict.enhanced, verdict.text, verdict.about_relay)
