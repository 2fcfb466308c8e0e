"""The mailbox for programs: tests and the story read mails here."""

from __future__ import annotations

from itertools import islice

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from .reading import dkim_verdict
from .store import Entry, Store
from .views import asked_mail, show_raw

_LIMIT = 100  # mails in an answer, unless asked otherwise


def answer(content: object) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json")


def summary(entry: Entry) -> dict[str, object]:
    """id, received, sender (return path), to (envelope recipients), subject, size in bytes, main headers."""
    return {
        "id": entry.number,
        "received": entry.received,
        "sender": entry.sender,
        "to": entry.recipients,
        "subject": entry.subject,
        "size": entry.size,
        "headers": entry.headers,
    }


def whole_number(request: Request, name: str, default: int) -> int:
    """A parameter of the query. Raises HTTPException 400."""
    given = request.query_params.get(name, str(default))
    if not given.isdecimal():
        raise HTTPException(400, f"{name} must be a whole number")
    return int(given)


def list_messages(request: Request) -> Response:
    """Newest first: ``to`` and ``subject`` are searched in; ``after`` leaves out ids up to that one."""
    store: Store = request.app.state.store
    query = request.query_params
    found = store.find(query.get("to", ""), query.get("subject", ""), whole_number(request, "after", 0))
    return answer({"messages": [summary(e) for e in islice(found, whole_number(request, "limit", _LIMIT))]})


def one_message(request: Request) -> Response:
    """A summary with text, html, all header fields in order, the one-click link and the DKIM verdict."""
    entry, mail = asked_mail(request)
    more = {
        "text": mail.text,
        "html": mail.html,
        "all_headers": mail.headers,
        "one_click": mail.one_click,
        "dkim": dkim_verdict(mail.raw, request.app.state.key_file),
    }
    return answer(summary(entry) | more)


def count(request: Request) -> Response:
    return answer({"count": len(request.app.state.store)})


def clear(request: Request) -> Response:
    return answer({"deleted": request.app.state.store.clear()})


def ready(request: Request) -> Response:
    return PlainTextResponse("ready\n")


routes = [
    Route("/-/ready", ready),
    Route("/api/messages", list_messages, methods=["GET"]),
    Route("/api/messages", clear, methods=["DELETE"]),
    Route("/api/messages/{number:int}", one_message),
    Route("/api/messages/{number:int}/raw", show_raw),
    Route("/api/count", count),
]
