"""Reading the body of a POST: small, in time, and of a kind we know; else a Rejected that never repeats it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

import msgspec

from .asgi import Receive, Request

LIMIT = 16 * 1024
"""The longest body in bytes."""
SECONDS = 15.0
MOST_FIELDS = 40

FORM, JSON, MULTIPART = "application/x-www-form-urlencoded", "application/json", "multipart/form-data"


class Rejected(Exception):
    """The request is not of a form that is read here."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name (of a repeated one the last); ``one_click`` where a mail program unsubscribes (RFC 8058)."""

    fields: dict[str, str]
    json: bool = False
    one_click: bool = False


def media_type(request: Request) -> str:
    return request.header(b"content-type").decode("latin-1").partition(";")[0].strip().lower()


async def read_form(request: Request, receive: Receive) -> Form:
    """The form that a POST carries; an empty body is an empty form. Raises Rejected."""
    kind = media_type(request)
    body = await _body(request, receive)
    if not body and kind != JSON:
        return Form({})
    if kind == JSON:
        return Form(_json(body), json=True)
    if kind == MULTIPART:  # nobody but a mail program may send this: RFC 8058, 3.2
        return Form({}, one_click=b'"List-Unsubscribe"' in body and b"One-Click" in body)
    if kind != FORM or not _is_utf8(request):
        raise Rejected(415, "Send this as a form or as JSON, in UTF-8.")
    fields = _urlencoded(body)
    return Form(fields, one_click=fields.get("List-Unsubscribe") == "One-Click")


async def _body(request: Request, receive: Receive) -> bytes:
    declared = request.header(b"content-length")
    if declared.isdigit() and int(declared[:12]) > LIMIT:
        raise Rejected(413, "This is too long.")
    try:
        async with asyncio.timeout(SECONDS):
            return await _whole(receive)
    except TimeoutError:
        raise Rejected(408, "This took too long to arrive.") from None


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Rejected(400, "This did not arrive whole.")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LIMIT:
            raise Rejected(413, "This is too long.")
    return body


def _is_utf8(request: Request) -> bool:
    parameters = request.header(b"content-type").decode("latin-1").lower().partition(";")[2]
    charset = [part.partition("=")[2] for part in parameters.split(";") if part.strip().startswith("charset=")]
    return all(value.strip(' "') in {"utf-8", "utf8"} for value in charset)


def _urlencoded(body: bytes) -> dict[str, str]:
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:  # UnicodeDecodeError is one
        raise Rejected(400, "This form cannot be read.") from None


def _json(body: bytes) -> dict[str, str]:
    try:
        said = msgspec.json.decode(body, type=dict[str, str | bool | None])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Rejected(400, "This JSON cannot be read: send one object of texts.") from None
    words = {True: "yes", False: "no", None: ""}
    return {name: value if isinstance(value, str) else words[value] for name, value in said.items()}
