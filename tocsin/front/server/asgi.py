"""The shapes of ASGI 3.0 that the front uses, a request's head, and answers ready to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request's head. ``path`` is percent-decoded; the address of whoever asks is not kept anywhere."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes] = field(repr=False)

    @classmethod
    def of(cls, scope: Scope) -> Request:
        """From an ASGI scope, whose header names are in lower case; of a repeated header the last one counts."""
        return cls(scope["method"], scope["path"], scope["query_string"], dict(scope["headers"]))

    def header(self, name: bytes) -> bytes:
        return self.headers.get(name, b"")

    @property
    def token(self) -> str | None:
        """The link token in ``?t=``: None where there is none, '' where it is not even text."""
        if not self.query:
            return None
        try:
            pairs = parse_qsl(self.query.decode("ascii"), max_num_fields=20, errors="strict", keep_blank_values=True)
        except ValueError:
            return ""
        return dict(pairs).get("t")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. A HEAD gets the same head."""

    status: int
    headers: Headers
    body: bytes = field(default=b"", repr=False)

    async def send(self, send: Send, *, head: bool = False) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if head else self.body})
