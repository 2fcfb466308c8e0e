"""Receiving a form with files in bounded memory, whoever sends it, however slowly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tocsin.front.bundles import MOST_FILE_BYTES

from .asgi import Receive, Request
from .forms import MULTIPART, Rejected, media_type
from .letterbox import Busy
from .multipart import Parser, Part, boundary_of

LONGEST = 64 * 1024 * 1024
"""Of a body that is too large, so much is read and thrown away, so that the sender can be told in a page."""
QUIET_SECONDS, SECONDS = 30.0, 900.0
"""Between two pieces, and for the whole: Tor is slow."""
MEMORY = 64 * 1024 * 1024
"""For everything that is being received at one time."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Fields by name (of a repeated one the last), and the files that were chosen.

    ``cut``: something was larger than it may be.
    """

    fields: dict[str, str] = field(repr=False)
    files: list[tuple[str, bytes]] = field(repr=False)
    cut: bool = False


class Budget:
    """Memory that all receiving requests share."""

    def __init__(self, most: int = MEMORY) -> None:
        self._most = most
        self._used = 0

    @contextmanager
    def share(self) -> Iterator[Share]:
        share = Share(self)
        try:
            yield share
        finally:
            share.hold(0)

    def change(self, by: int) -> None:
        """Raises Busy where there is no more."""
        if by > 0 and self._used + by > self._most:
            raise Busy("too much is being received")
        self._used += by


class Share:
    """What one request holds of a budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._held = 0

    def hold(self, total: int) -> None:
        """Raises Busy."""
        self._budget.change(total - self._held)
        self._held = total


async def read_upload(request: Request, receive: Receive, share: Share) -> Upload:
    """The whole form. Raises Rejected and Busy."""
    if media_type(request) != MULTIPART:
        raise Rejected(415, "Send this as a form with files, in UTF-8.")
    declared = request.header(b"content-length")
    if declared.isdigit() and int(declared[:12]) > LONGEST:
        raise Rejected(413, "This is too long.")
    parser = Parser(boundary_of(request.header(b"content-type").decode("latin-1")), most_files=MOST_FILE_BYTES)
    try:
        async with asyncio.timeout(SECONDS):
            await _read(receive, parser, share)
    except TimeoutError:
        raise Rejected(408, "This took too long to arrive.") from None
    return _sorted(parser.end())


async def _read(receive: Receive, parser: Parser, share: Share) -> None:
    more, total = True, 0
    while more:
        async with asyncio.timeout(QUIET_SECONDS):
            message = await receive()
        if message["type"] != "http.request":
            raise Rejected(400, "This did not arrive whole.")
        chunk = message.get("body", b"")
        more = message.get("more_body", False)
        total += len(chunk)
        if total > LONGEST:
            raise Rejected(413, "This is too long.")
        parser.feed(chunk)
        share.hold(parser.held)


def _sorted(parts: list[Part]) -> Upload:
    """A file field in which nothing was chosen comes as a file without a name or bytes."""
    fields, files, cut = dict[str, str](), list[tuple[str, bytes]](), False
    for part in parts:
        cut = cut or part.cut
        if part.file_name is None:
            fields[part.name] = part.content.decode("utf-8", "replace")
        elif part.file_name or part.content:
            files.append((part.file_name, bytes(part.content)))
    return Upload(fields, files, cut)
