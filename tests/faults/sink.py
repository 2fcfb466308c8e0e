"""A relay that keeps the Message-ID of each mail in a file before it says so: ``sink PORT FILE SECONDS``.

It takes a moment (SECONDS) for each mail, so that a letter lasts. PIPELINING is offered. SIGUSR1: its disk is full,
until the next one.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys

_ID = re.compile(rb"(?mi)^message-id: *<([^@>]+)@")


class Sink(asyncio.Protocol):
    full = False

    def __init__(self, kept: int, seconds: float) -> None:
        self._kept, self._seconds = kept, seconds
        self._rest = b""
        self._text = self._busy = self._begun = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        self._say("220 sink")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while not self._busy and self._one():
            pass

    def _one(self) -> bool:
        if self._text:
            text, found, rest = self._rest.partition(b"\r\n.\r\n")
            if found:
                self._rest, self._text, self._busy = rest, False, True
                asyncio.get_running_loop().call_later(self._seconds, self._keep, text)
            return bool(found)
        line, found, rest = self._rest.partition(b"\r\n")
        if found:
            self._rest = rest
            self._command(line[:4].upper())
        return bool(found)

    def _command(self, verb: bytes) -> None:
        if verb == b"EHLO":
            self._say("250-sink\r\n250 PIPELINING")
        elif verb == b"MAIL":
            self._begun = not Sink.full
            self._say("250 ok" if self._begun else "452 4.3.1 no room on the disk")
        elif verb == b"DATA":
            self._text = self._begun
            self._say("354 go" if self._begun else "503 need MAIL")
        else:
            self._say("250 ok")

    def _keep(self, text: bytes) -> None:
        found = _ID.search(text)
        os.write(self._kept, (found[1] if found else b"none") + b"\n")
        self._busy = False
        self._say("250 2.0.0 kept")
        self.data_received(b"")

    def _say(self, words: str) -> None:
        if not self._wire.is_closing():
            self._wire.write(words.encode() + b"\r\n")


def _fill() -> None:
    Sink.full = not Sink.full


async def serve(port: int, file: str, seconds: float) -> None:
    kept = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, _fill)
    server = await loop.create_server(lambda: Sink(kept, seconds), "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
