"""Reading a message (RFC 5322, MIME: RFC 2045) that anybody may have written, within bounds and without a fault.

The message is kept whole, as it came, as the first file; what is read out of it is for the caseworker's eye. So
whatever cannot be understood is lost to nobody, and nothing here has to be clever.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from html.parser import HTMLParser

from .keeping import IncomingFile, Words

LONGEST = 32 * 1024 * 1024
"""Bytes of a message; what mail servers let through is usually less."""
MOST_PARTS, DEEPEST = 200, 20
TEXT, FIELD = 100_000, 300
"""Characters that are read out of a message, and out of a header."""
WHOLE = "message.eml"
UNREADABLE = "(Nothing in this message could be read as text. It is kept whole below.)"

_BLANKS = re.compile(r"\n{3,}")


def read_message(raw: bytes) -> tuple[Words, list[IncomingFile]]:
    """What a message says, and its files, the message itself first. Raises nothing, whatever the bytes are."""
    whole = IncomingFile(WHOLE, raw)
    try:
        message = email.message_from_bytes(raw, policy=compat32)
        parts = list(_leaves(message))
    except (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError, KeyError):
        return Words(UNREADABLE), [whole]  # the parser's own faults with what no mail program writes
    name, address = _sender(message)
    subject = _header(message, "Subject")
    text = "\n\n".join(filter(None, (subject, _text(parts))))[:TEXT]
    words = Words(text or UNREADABLE, name=name, contact=address)
    return words, [whole, *_files(parts)]


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that are no containers, in order; what lies deeper or comes later than anybody writes is left out."""
    found = 0
    waiting = [(message, depth)]
    while waiting and found < MOST_PARTS:
        part, depth = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            if depth < DEEPEST:
                waiting += [(each, depth + 1) for each in reversed(inner) if isinstance(each, Message)]
            continue
        found += 1
        yield part


def _sender(message: Message) -> tuple[str, str]:
    name, address = parseaddr(_header(message, "From"))
    return name[:FIELD], address[:FIELD]


def _header(message: Message, name: str) -> str:
    """A header in plain text (RFC 2047), on one line."""
    raw = str(message.get(name, ""))[: 10 * FIELD]
    try:
        pieces = [_decoded(piece, charset) for piece, charset in decode_header(raw)]
    except (MessageError, ValueError, LookupError):
        pieces = [raw]
    return " ".join("".join(pieces).split())[:FIELD]


def _text(parts: list[Message]) -> str:
    """The plain texts; where there are none, what HTML says to the eye."""
    for kind, read in (("text/plain", str), ("text/html", _said_by)):
        said = [read(_body(part)) for part in parts if part.get_content_type() == kind and not _file_name(part)]
        if text := "\n\n".join(filter(None, (_tidy(each) for each in said))):
            return text
    return ""


def _files(parts: list[Message]) -> list[IncomingFile]:
    """Everything that is a file, or no text."""
    files = []
    for part in parts:
        name = _file_name(part)
        if name or part.get_content_maintype() != "text":
            body = _bytes(part)
            if body:
                files.append(IncomingFile(name or part.get_content_type().replace("/", "."), body))
    return files


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename("")
    except (MessageError, ValueError, LookupError, TypeError):
        return "file"
    return _decoded(str(name), None)[:255]


def _bytes(part: Message) -> bytes:
    try:
        body = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, AssertionError):
        body = None
    return body if isinstance(body, bytes) else b""


def _body(part: Message) -> str:
    return _decoded(_bytes(part)[: 4 * TEXT], part.get_content_charset())


def _decoded(raw: bytes | str, charset: str | None) -> str:
    if isinstance(raw, str):
        return raw.encode("utf-8", "replace").decode()
    try:
        return raw.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _tidy(text: str) -> str:
    return _BLANKS.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class _Reader(HTMLParser):
    """Collects what is said, a line for each block; scripts and styles say nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def _said_by(html: str) -> str:
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # the parser's own with a declaration that never ends
        return ""
    return "".join(reader.said)
