"""One SMTP connection (RFC 5321), which always knows where it died.

Built on the standard library's smtplib. Tried against it: aiosmtplib 5, whose ``data()`` writes command, message and
final dot as one coroutine over a buffering transport and raises the same SMTPServerDisconnected wherever the
connection dies, so that 'deferred' and 'uncertain' cannot be told apart. With smtplib each step is a blocking call of
its own: when ``send`` of the final dot raises, the dot has not left whole (deferred); when it has returned and no
answer can be read, nobody knows (uncertain).
"""

from __future__ import annotations

import re
import smtplib
import socket
from dataclasses import dataclass

from .addresses import Address
from .messages import State
from .relay import Relay, RelayAway, Tls
from .replies import Reply, read_reply

_LINE_DOT = re.compile(rb"(?m)^\.")
_NO_UTF8 = "The relay does not take addresses with letters outside ASCII (SMTPUTF8 is not offered)."
_LOST = "The connection was lost before the message was handed over."
_UNKNOWN = "The connection was lost while the relay's answer to the message was awaited."


@dataclass(frozen=True)
class Verdict:
    """What came of one message. ``unstarted``: the relay closed before it took anything of it."""

    state: State
    code: int | None = None
    enhanced: str | None = None
    text: str = ""
    unstarted: bool = False


class Line:
    """A connection to the relay, greeted, in TLS and logged in as the relay's settings ask."""

    def __init__(self, relay: Relay) -> None:
        """Raises RelayAway."""
        self.relay = relay
        self.broken = False
        self.carried = 0  # messages handed in, whatever came of them
        try:
            self._smtp = _session(relay)
        except smtplib.SMTPResponseException as fault:
            error = fault.smtp_error if isinstance(fault.smtp_error, bytes) else fault.smtp_error.encode()
            reply = read_reply(fault.smtp_code, error, relay.username)
            raise RelayAway(reply.text, reply.code, reply.enhanced) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise RelayAway(f"No session with the relay ({type(fault).__name__}).") from None

    def carry(self, sender: Address, recipient: Address, data: bytes) -> Verdict:
        """Hand one message in: ``data`` with CRLF line ends, not dot-stuffed. Never raises for what the relay does."""
        self.carried += 1
        private = (str(sender), str(recipient))
        utf8 = sender.international or recipient.international
        if utf8 and not self._smtp.has_extn("smtputf8"):
            return Verdict(State.REFUSED, enhanced="5.6.7", text=_NO_UTF8)
        steps = (
            (f"MAIL FROM:<{sender}>{self._options(data, utf8)}", 250),
            (f"RCPT TO:<{recipient}>", 250),
            ("DATA", 354),
        )
        for number, (command, wanted) in enumerate(steps):
            reply = self._ask(command, private)
            if reply is None or reply.code // 10 != wanted // 10:
                return self._end(reply, unstarted=number == 0)
        return self._hand_over(data, private)

    def _options(self, data: bytes, utf8: bool) -> str:
        options = f" SIZE={len(data)}" if self._smtp.has_extn("size") else ""
        if utf8 or (not data.isascii() and self._smtp.has_extn("8bitmime")):
            options += " BODY=8BITMIME"
        return options + (" SMTPUTF8" if utf8 else "")

    def _ask(self, command: str, private: tuple[str, ...]) -> Reply | None:
        """The relay's reply to a command; None if the connection is lost."""
        try:
            return read_reply(*self._smtp.docmd(command), *private)
        except (OSError, smtplib.SMTPException):
            return None

    def _end(self, reply: Reply | None, unstarted: bool = False) -> Verdict:
        """The verdict on a message that the relay did not take, and the connection made ready for the next."""
        if reply is None or reply.failure is None:
            self._break()
            return Verdict(State.DEFERRED, text=_LOST, unstarted=unstarted)
        if reply.closing or reply.about_us or not self._reset():
            self._break()
        return _failed(reply, reply.failure, unstarted and reply.closing)

    def _reset(self) -> bool:
        reply = self._ask("RSET", ())
        return reply is not None and reply.positive

    def _hand_over(self, data: bytes, private: tuple[str, ...]) -> Verdict:
        try:
            self._smtp.send(_LINE_DOT.sub(b"..", data))
            self._smtp.send(b".\r\n")
        except (OSError, smtplib.SMTPException):
            return self._end(None)
        try:
            reply = self._final_reply(private)
        except (OSError, smtplib.SMTPException):
            reply = None
        if reply is not None and reply.positive:
            return Verdict(State.ACCEPTED, reply.code, reply.enhanced, reply.text)
        if reply is None or reply.failure is None:
            self._break()
            return Verdict(State.UNCERTAIN, text=_UNKNOWN)
        return self._end(reply)

    def _final_reply(self, private: tuple[str, ...]) -> Reply:
        _socket_of(self._smtp).settimeout(self.relay.final_timeout)
        reply = read_reply(*self._smtp.getreply(), *private)
        _socket_of(self._smtp).settimeout(self.relay.timeout)
        return reply

    def _break(self) -> None:
        self.broken = True
        self._smtp.close()

    def close(self) -> None:
        """Say QUIT, if anyone still listens."""
        if not self.broken:
            self._ask("QUIT", ())
            self._break()


def _failed(reply: Reply, state: State, unstarted: bool = False) -> Verdict:
    return Verdict(state, reply.code, reply.enhanced, reply.text, unstarted)


def _session(relay: Relay) -> smtplib.SMTP:
    """A session with the relay, in TLS and logged in as its settings ask. Raises OSError, SMTPException."""
    smtp = _connection(relay)
    try:
        _socket_of(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot must not wait for an ACK
        smtp.command_encoding = "utf-8"
        smtp.ehlo_or_helo_if_needed()
        if relay.tls is Tls.REQUIRED or (relay.tls is Tls.OPPORTUNISTIC and smtp.has_extn("starttls")):
            smtp.starttls(context=relay.tls_context())
            smtp.ehlo_or_helo_if_needed()
        if relay.username:
            smtp.login(relay.username, relay.password)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _connection(relay: Relay) -> smtplib.SMTP:
    if relay.tls is not Tls.IMPLICIT:
        return smtplib.SMTP(relay.host, relay.port, local_hostname=relay.hello, timeout=relay.timeout)
    return smtplib.SMTP_SSL(
        relay.host, relay.port, local_hostname=relay.hello, timeout=relay.timeout, context=relay.tls_context()
    )


def _socket_of(smtp: smtplib.SMTP) -> socket.socket:
    """The socket of a session. Raises SMTPServerDisconnected."""
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    return smtp.sock
