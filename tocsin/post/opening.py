"""Opening a session with a relay: greeting, EHLO, STARTTLS (RFC 3207), AUTH (RFC 4954). Blocking, bounded in time."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
from dataclasses import dataclass

from .relay import Relay, RelayAway, Tls
from .replies import Babble, ReplyReader, read_reply

_PIECE = 16_384


@dataclass(frozen=True)
class Offers:
    """What the relay's answer to EHLO offers; ``size`` in bytes, None where it names no limit."""

    pipelining: bool = False
    eight_bit: bool = False
    utf8: bool = False
    sizes: bool = False
    size: int | None = None
    starttls: bool = False
    auth: frozenset[str] = frozenset()

    @classmethod
    def read(cls, lines: list[bytes]) -> Offers:
        """From the lines of a reply to EHLO, of which the first is a greeting."""
        words = [line.decode("ascii", "replace").upper().split() for line in lines[1:]]
        said = {line[0]: line[1:] for line in words if line}
        limit = said.get("SIZE", [])
        size = int(limit[0]) if limit and limit[0].isascii() and limit[0].isdigit() and len(limit[0]) < 20 else 0
        return cls(
            pipelining="PIPELINING" in said,
            eight_bit="8BITMIME" in said,
            utf8="SMTPUTF8" in said,
            sizes="SIZE" in said,
            size=size or None,
            starttls="STARTTLS" in said,
            auth=frozenset(said.get("AUTH", [])),
        )


def open_session(relay: Relay) -> tuple[socket.socket, Offers]:
    """A connection that is ready for MAIL. Raises RelayAway."""
    try:
        return _Opening(relay).run()
    except (OSError, ssl.SSLError, Babble, _Closed) as fault:
        raise RelayAway(f"No session with the relay ({type(fault).__name__}).") from None


class _Closed(Exception):
    """The relay closed the connection."""


class _Opening:
    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._sock = socket.create_connection((relay.host, relay.port), timeout=relay.timeouts.connect)
        self._reader = ReplyReader()

    def run(self) -> tuple[socket.socket, Offers]:
        try:
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot must not wait for an ACK
            offers = self._greeted()
            return self._sock, offers  # which may be another by now: TLS wraps it
        except BaseException:
            with contextlib.suppress(OSError):
                self._sock.close()
            raise

    def _greeted(self) -> Offers:
        if self._relay.tls is Tls.IMPLICIT:
            self._encrypt()
        self._sock.settimeout(self._relay.timeouts.greeting)
        self._expect(*self._reply(), wanted=220)
        self._sock.settimeout(self._relay.timeouts.command)
        offers = self._hello()
        if self._relay.tls is Tls.REQUIRED or (self._relay.tls is Tls.OPPORTUNISTIC and offers.starttls):
            offers = self._start_tls(offers)
        if self._relay.username:
            self._log_in(offers)
        return offers

    def _hello(self) -> Offers:
        """EHLO, or HELO for a relay that does not know it."""
        code, lines = self._ask(f"EHLO {self._relay.hello}")
        if code == 250:
            return Offers.read(lines)
        if code not in (500, 501, 502, 504, 550):
            self._expect(code, lines, wanted=250)
        self._expect(*self._ask(f"HELO {self._relay.hello}"), wanted=250)
        return Offers()

    def _start_tls(self, offers: Offers) -> Offers:
        if not offers.starttls:
            raise RelayAway("The relay does not offer STARTTLS, which is required.")
        self._expect(*self._ask("STARTTLS"), wanted=220)
        if not self._reader.idle:  # whatever was said in the clear after the 220 was put there by somebody else
            raise Babble
        self._encrypt()
        return self._hello()

    def _encrypt(self) -> None:
        self._sock = self._relay.tls_context().wrap_socket(self._sock, server_hostname=self._relay.host)

    def _log_in(self, offers: Offers) -> None:
        """By PLAIN (RFC 4616), or LOGIN where only that is offered."""
        user, password = self._relay.username, self._relay.password
        if "PLAIN" in offers.auth:
            answer = self._ask(f"AUTH PLAIN {_b64(f'{chr(0)}{user}{chr(0)}{password}')}")
        elif "LOGIN" in offers.auth:
            self._expect(*self._ask("AUTH LOGIN"), wanted=334)
            self._expect(*self._ask(_b64(user)), wanted=334)
            answer = self._ask(_b64(password))
        else:
            raise RelayAway("The relay offers no way to log in that we know.")
        self._expect(*answer, wanted=235)

    def _ask(self, command: str) -> tuple[int, list[bytes]]:
        self._sock.sendall(command.encode("ascii") + b"\r\n")
        return self._reply()

    def _reply(self) -> tuple[int, list[bytes]]:
        while True:
            data = self._sock.recv(_PIECE)
            if not data:
                raise _Closed
            replies = self._reader.feed(data)
            if len(replies) > 1:
                raise Babble
            if replies:
                return replies[0]

    def _expect(self, code: int, lines: list[bytes], *, wanted: int) -> None:
        if code != wanted:
            reply = read_reply(code, lines[-1], self._relay.username)
            raise RelayAway(reply.text, reply.code, reply.enhanced)


def _b64(text: str) -> str:
    return base64.b64encode(text.encode("ascii")).decode("ascii")
