"""The SMTP side: each mail is on the disk before it is answered with 250."""

from __future__ import annotations

import asyncio
import logging

from aiosmtpd.smtp import SMTP, Envelope, Session

from .misbehaviour import Misbehaviour
from .store import Store

_LARGEST = 30_000_000  # bytes


class Receiver:
    """aiosmtpd's hooks."""

    def __init__(self, store: Store, faults: Misbehaviour) -> None:
        self.store = store
        self.faults = faults

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.faults.happens(self.faults.refuse):
            return "550 5.1.1 No such mailbox (a fault that was asked for)"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.faults.delay:
            await asyncio.sleep(self.faults.delay)
        if self.faults.happens(self.faults.defer):
            return "451 4.7.1 Try again later (a fault that was asked for)"
        raw = envelope.original_content or b""
        recipients = tuple(str(address) for address in envelope.rcpt_tos)
        entry = await asyncio.to_thread(self.store.add, envelope.mail_from or "", recipients, raw)
        if self.faults.happens(self.faults.drop) and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return f"250 2.0.0 Kept as {entry.number}"


async def receive(receiver: Receiver, host: str, port: int) -> asyncio.Server:
    """A listening SMTP server. Raises OSError if the port is taken."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # below, it logs addresses
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return SMTP(receiver, hostname="mailbox.example", enable_SMTPUTF8=True, data_size_limit=_LARGEST, loop=loop)

    return await loop.create_server(protocol, host, port)
