"""The relay (smarthost) that takes our mail."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from enum import StrEnum


class Tls(StrEnum):
    """How TLS is used.

    Never; by STARTTLS where it is offered (certificate unchecked, RFC 7435); by STARTTLS always (checked); or from the
    first byte (checked, RFC 8314).
    """

    OFF = "off"
    OPPORTUNISTIC = "opportunistic"
    REQUIRED = "required"
    IMPLICIT = "implicit"


CHECKED = frozenset({Tls.REQUIRED, Tls.IMPLICIT})


class RelayAway(Exception):
    """No session with the relay: it cannot be reached, is closing, or does not let us in.

    Holds the reply's code and enhanced code, if there was a reply, and a text without addresses.
    """

    def __init__(self, text: str, code: int | None = None, enhanced: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.enhanced = enhanced


@dataclass(frozen=True)
class Timeouts:
    """How many seconds are waited in each phase; the defaults are those of RFC 5321, 4.5.3.2.

    ``final`` is for the answer to the final dot: giving up there makes a message uncertain.
    """

    connect: float = 60.0
    greeting: float = 300.0
    command: float = 300.0
    data: float = 120.0
    block: float = 180.0
    final: float = 600.0

    @classmethod
    def short(cls, seconds: float, *, final: float | None = None) -> Timeouts:
        """The same number of seconds for every phase but perhaps the last: for relays of one's own, and tests."""
        return cls(seconds, seconds, seconds, seconds, seconds, seconds if final is None else final)


@dataclass(frozen=True)
class Relay:
    """Where and how mail is handed over.

    ``patience`` is how many connections may be lost in a row before the relay is left alone for a while. Of several
    relays each gets connections by its ``weight``; one of weight 0 only when the others are away. Raises ValueError
    when a password would cross a network unprotected.
    """

    host: str
    port: int = 25
    tls: Tls = Tls.OPPORTUNISTIC
    username: str = ""
    password: str = field(default="", repr=False)
    hello: str = "localhost"
    timeouts: Timeouts = Timeouts()
    patience: int = 3
    weight: int = 1
    authorities: str | None = None  # file of CA certificates (PEM) in place of the system's

    def __post_init__(self) -> None:
        if self.username and self.tls not in CHECKED and not is_loopback(self.host):
            raise ValueError("A relay with a password needs tls=required or implicit, unless it is on this machine.")
        if not (self.username + self.password).isascii() or "\0" in self.username + self.password:
            raise ValueError("User name and password of the relay must be ASCII.")

    def tls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.authorities)
        if self.tls not in CHECKED:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and addresses of the loopback network."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
