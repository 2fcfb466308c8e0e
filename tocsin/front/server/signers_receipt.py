"""Handing a signer their receipt: made of the link that they confirmed by, and of nothing that we keep.

The link holds the salt; the list's address and key stand in the window. See ``tocsin.front.verify_receipt``.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

import msgspec

from tocsin.core.links import Link
from tocsin.front.logs import log_root
from tocsin.front.verify_receipt import FORMAT

from .addresses import Place
from .asgi import Answer, Request
from .headers import NEVER, SECURITY
from .window import Window

KIND = "receipt"


def answer(window: Window, request: Request, place: Place, link: Link, origins: Iterable[str]) -> Answer:
    """The receipt as a file; 503 while the list is not in the window, 400 for a link that holds no receipt.

    ``origins`` are ours: the one under whose host the list was signed is the list's.
    """
    salt = _salt(link.extra.get("r", ""))
    if not salt:
        return window.link_problem(request, 400)
    log = log_root(place.slug)
    key = window.page(log + "key")
    if key is None or key.status != 200:
        return window.busy(request)
    key_text = key.row.body.decode().strip()
    name = key_text.partition("+")[0]
    said = {
        "format": FORMAT,
        "log": next((o for o in sorted(origins) if name.startswith(o.partition("://")[2] + "/")), "https:/") + log[:-1],
        "key": key_text,
        "salt": base64.b64encode(salt).decode(),
    }
    body = msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"
    file = f"receipt-{place.slug}.json".encode("ascii")
    head = (
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"content-disposition", b'attachment; filename="' + file + b'"'),
        (b"cache-control", NEVER),
    )
    return Answer(200, (*head, *SECURITY), body)


def _salt(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""
