"""The floor: an ASGI application that answers one constant of CONSTANT_BYTES, under Granian as the front is."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces

from tocsin.front.server.asgi import Receive, Scope, Send

BODY = os.urandom(int(os.environ.get("CONSTANT_BYTES", "0")))
HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(BODY)).encode())],
}
SAID = {"type": "http.response.body", "body": BODY}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The least that an ASGI application can do."""
    if scope["type"] == "http":
        await send(HEAD)
        await send(SAID)


def main() -> None:
    Granian(
        "bench.reading.constant:app", address="127.0.0.1", port=int(os.environ["CONSTANT_PORT"]),
        interface=Interfaces.ASGI, websockets=False, log_access=False,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main()
