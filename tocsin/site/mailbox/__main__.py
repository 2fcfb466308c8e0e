"""``python -m tocsin.site.mailbox``: SMTP and HTTP in one process, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from tocsin.post.relay import is_loopback

from .misbehaviour import Misbehaviour
from .receive import Receiver, receive
from .store import Store
from .web import make_app


def read_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tocsin.site.mailbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="loopback only")
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--http-port", type=int, default=8025)
    parser.add_argument("--store", type=Path, required=True, help="folder in which mails are kept")
    parser.add_argument("--dkim-public-key", type=Path, help="public key (PEM) or the text of its DNS record")
    parser.add_argument("--refuse-rate", type=float, default=0.0, help="share of recipients refused with 550")
    parser.add_argument("--defer-rate", type=float, default=0.0, help="share of mails answered with 451")
    parser.add_argument("--drop-after-data-rate", type=float, default=0.0, help="share kept but never answered")
    parser.add_argument("--delay-ms", type=float, default=0.0, help="wait before each answer to DATA")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    arguments = parser.parse_args(argv)
    if not is_loopback(arguments.host):
        parser.error("the mailbox listens on loopback only")
    return arguments


async def run(arguments: argparse.Namespace) -> None:
    """Serve until told to stop. Raises OSError if a port is taken."""
    faults = Misbehaviour(
        refuse=arguments.refuse_rate,
        defer=arguments.defer_rate,
        drop=arguments.drop_after_data_rate,
        delay=arguments.delay_ms / 1000,
        seed=arguments.seed,
    )
    refuse_taken(arguments.host, arguments.http_port)
    store = Store(arguments.store)
    smtp = await receive(Receiver(store, faults), arguments.host, arguments.smtp_port)
    web = Server(
        make_app(store, arguments.dkim_public_key),
        address=arguments.host,
        port=arguments.http_port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_level=LogLevels.error,
    )
    await until_stopped(web)
    smtp.close()
    await smtp.wait_closed()


async def until_stopped(web: Server) -> None:
    """Serve the web side until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    serving = asyncio.create_task(web.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    web.stop()  # type: ignore[no-untyped-call]
    await serving


def refuse_taken(host: str, port: int) -> None:
    """Raise OSError if the port is taken: Granian would share it."""
    with socket.create_server((host, port)):
        return


def main() -> int:
    """Run until told to stop, and end the process; returns only where it could not start."""
    try:
        asyncio.run(run(read_arguments()))
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"The mailbox cannot start: {fault}\n")
        return 1
    # Granian's embedded server can leave a thread that calls into the ending interpreter and aborts it. Every mail is
    # on disk by now.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
