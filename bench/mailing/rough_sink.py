"""The sink that behaves as providers do: ``rough_sink PORT FILE``. Writes the Message-ID's left part of what it keeps.

One process, one thread, epoll by asyncio; PIPELINING and 8BITMIME offered. A line is written before its 250 is said.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
from pathlib import Path
from typing import TextIO

# Per cent refused and put off, by the recipient's domain.
_SHARES = {"gmail.example": (10, 10), "yahoo.example": (5, 20), "hotmail.example": (5, 10)}
_ELSEWHERE = (10, 5)
_REFUSALS = ("550 5.1.1 no such mailbox", "550 5.2.1 this mailbox is closed", "552 5.2.2 this mailbox is full")
_DEFERRALS = (
    "450 4.2.2 this mailbox is full for now",
    "451 4.3.2 not just now",
    "450 4.2.0 come again later",
    "451 4.7.1 greylisted",
)
_TOO_MUCH = "421 4.7.0 too much from you for the moment"
_STALL, _DROP_DATA, _DROP_KEPT, _DROP_LOST = 1 / 500, 1 / 600, 1 / 600, 1 / 600
_STALL_SECONDS = 2.0
SLOW, SLOW_SECONDS, SLOW_RATE = "yahoo.example", 8.0, 20.0
_CHANCE = random.Random()  # noqa: S311 (no secret)
_ID = re.compile(rb"(?mi)^message-id: *<([^@>]+)@")


class Server(asyncio.Protocol):
    def __init__(self, kept: TextIO, pace: Pace) -> None:
        self._kept, self._pace = kept, pace
        self._text = False
        self._rest = b""
        self._to = ""
        self._taken = self._stalled = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (TCP)
        self._wire = transport
        self._say("220 rough ESMTP")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while not self._wire.is_closing() and not self._stalled:
            if self._text:
                end = self._rest.find(b"\r\n.\r\n")
                if end < 0:
                    return
                text, self._rest = self._rest[: end + 2], self._rest[end + 5 :]
                self._text = False
                self._take(text)
            else:
                line, found, rest = self._rest.partition(b"\r\n")
                if not found:
                    return
                self._rest = rest
                self._command(line.decode())

    def _command(self, line: str) -> None:
        verb = line[:4].upper()
        if verb == "EHLO":
            self._say("250-rough\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000")
        elif verb in ("MAIL", "RSET"):
            self._to, self._taken = "", False
            self._say("250 2.1.0 ok")
        elif verb == "RCPT":
            self._recipient(line[line.index("<") + 1 : line.index(">")])
        elif verb == "DATA":
            self._text = self._taken
            self._say("354 go" if self._taken else "503 5.5.1 no valid recipients")
            if self._taken and _CHANCE.random() < _DROP_DATA:
                self._wire.abort()
        elif verb == "QUIT":
            self._say("221 bye")
            self._wire.close()
        else:
            self._say("502 what")

    def _recipient(self, address: str) -> None:
        self._to = address.rpartition("@")[2]
        refused, deferred = _SHARES.get(self._to, _ELSEWHERE)
        draw = _CHANCE.random() * 100
        if not self._pace.lets(self._to):
            self._say(_TOO_MUCH.replace("421", "451"))
        elif draw < refused:
            self._say(_CHANCE.choice(_REFUSALS))
        elif draw < refused + deferred:
            self._say(_CHANCE.choice(_DEFERRALS))
        else:
            self._taken = True
            self._say("250 2.1.5 ok")

    def _take(self, text: bytes) -> None:
        draw = _CHANCE.random()
        if draw < _DROP_LOST:
            self._wire.abort()
            return
        found = _ID.search(text)
        self._kept.write((found[1].decode() if found else "none") + "\n")
        self._kept.flush()
        if draw < _DROP_LOST + _DROP_KEPT:
            self._wire.abort()
        elif draw < _DROP_LOST + _DROP_KEPT + _STALL:
            self._stalled = True
            asyncio.get_running_loop().call_later(_STALL_SECONDS, self._go_on)
        else:
            self._say("250 2.0.0 kept")

    def _go_on(self) -> None:
        self._stalled = False
        self._say("250 2.0.0 kept, slowly")
        self.data_received(b"")

    def _say(self, words: str) -> None:
        self._wire.write(words.encode() + b"\r\n")


class Pace:
    """In its first seconds one provider takes few."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._taken = 0

    def lets(self, domain: str) -> bool:
        if domain != SLOW:
            return True
        now = time.monotonic()
        self._began = self._began or now
        since = now - self._began
        if since > SLOW_SECONDS or self._taken < since * SLOW_RATE:
            self._taken += 1
            return True
        return False


async def serve(port: int, kept: TextIO) -> None:
    pace = Pace()
    server = await asyncio.get_running_loop().create_server(lambda: Server(kept, pace), "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    with Path(sys.argv[2]).open("a") as file:
        asyncio.run(serve(int(sys.argv[1]), file))
