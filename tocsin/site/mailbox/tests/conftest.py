"""A mailbox in a process of its own, as the demo runs it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tocsin.post import Message, Relay, Timeouts, Tls


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@dataclass
class Mailbox:
    process: subprocess.Popen[bytes]
    relay: Relay
    http: httpx.Client

    def stop(self, kill: bool = False) -> int:
        self.process.kill() if kill else self.process.terminate()
        return self.process.wait(10)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Mailbox]]:
    running: list[Mailbox] = []

    def begin(*options: str, store: Path | None = None) -> Mailbox:
        smtp, http = free_port(), free_port()
        ports = ["--smtp-port", str(smtp), "--http-port", str(http), "--store", str(store or tmp_path / "mail")]
        process = subprocess.Popen([sys.executable, "-m", "tocsin.site.mailbox", *ports, *options])
        client = httpx.Client(base_url=f"http://127.0.0.1:{http}", trust_env=False)
        relay = Relay("127.0.0.1", smtp, tls=Tls.OFF, timeouts=Timeouts.short(5, final=2))
        running.append(Mailbox(process, relay, client))
        wait_ready(process, client)
        return running[-1]

    yield begin
    for mailbox in running:
        if mailbox.process.poll() is None:
            mailbox.stop(kill=True)
        mailbox.http.close()


def wait_ready(process: subprocess.Popen[bytes], client: httpx.Client) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        try:
            if client.get("/-/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the mailbox did not get ready")


def letter(name: str, subject: str = "hello", data: bytes | None = None) -> Message:
    body = data or f"Subject: {subject}\r\nMessage-ID: <{name}@example.org>\r\n\r\nhello\r\n".encode()
    return Message(name, "bounce@example.org", f"{name}@example.net", (body,))
