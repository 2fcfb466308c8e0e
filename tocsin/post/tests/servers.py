"""Real SMTP servers on loopback that misbehave as told."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tocsin.post import Relay, Timeouts, Tls

DROP = "drop"
STALL = "stall"


@dataclass
class Script:
    """What the server says at each stage, by recipient: a reply, DROP or STALL; nothing is a polite 250."""

    mail: dict[str, str] = field(default_factory=dict)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)  # commands of note, in order
    connections: int = 0
    options: list[list[str]] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answer: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return answer

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.options.append(options)
        self.seen.append("MAIL")
        envelope.mail_from = address
        return await self._say(server, self.mail.get(address.partition("@")[0]))

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._say(server, self.rcpt.get(address.partition("@")[0]))

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.seen.append("RSET")
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        said = self.data.get(address.partition("@")[0])
        assert isinstance(envelope.original_content, bytes)
        if said is None or said == DROP:
            self.taken.append((address, envelope.original_content))
        return await self._say(server, said)

    async def _say(self, server: SMTP, said: str | None) -> str:
        if said == STALL:
            await asyncio.sleep(3)
        if said == DROP:
            assert server.transport is not None
            server.transport.abort()
        return said if said and said[0].isdigit() else "250 2.0.0 OK"


@contextmanager
def serving(script: Script, **options: Any) -> Iterator[Relay]:
    """An aiosmtpd server that follows the script; the relay to reach it."""
    with free_port() as port:
        pass
    controller = Controller(script, hostname="127.0.0.1", port=port, **{"enable_SMTPUTF8": True} | options)
    controller.start()
    try:
        yield relay_at(port)
    finally:
        controller.stop()


def relay_at(port: int, **changes: Any) -> Relay:
    return Relay(**{"host": "127.0.0.1", "port": port, "tls": Tls.OFF, "timeouts": Timeouts.short(1.0)} | changes)


@contextmanager
def free_port() -> Iterator[int]:
    """A port that nothing else has while the context lasts, and that refuses connections."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@contextmanager
def talking(talk: Callable[[socket.socket, int], None]) -> Iterator[tuple[Relay, list[int]]]:
    """A bare server that lets ``talk(connection, number)`` say anything; the relay, and its connections' numbers."""
    numbers: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                numbers.append(len(numbers) + 1)
                with connection:
                    try:
                        talk(connection, len(numbers))
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield relay_at(listener.getsockname()[1]), numbers
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def polite(connection: socket.socket, *, until: bytes, says: dict[bytes, bytes] | None = None) -> bytes:
    """Answer commands well (or as ``says``) until one begins with ``until``, which is returned unanswered."""
    replies = {b"EHLO": b"250 hi", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"RSET": b"250 ok", b"DATA": b"354 go"}
    connection.sendall(b"220 hi\r\n")
    while True:
        line = connection.recv(65536)
        if not line or line.startswith(until):
            return line
        connection.sendall((replies | (says or {})).get(line[:4].upper(), b"502 what") + b"\r\n")


def reset(connection: socket.socket) -> None:
    """Close with a RST instead of a FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def password_check(user: str, password: str) -> Callable[..., AuthResult]:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
