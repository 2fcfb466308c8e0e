"""Reading a form with files (RFC 7578) as it streams in, bounded in everything, and never from or to a disk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .forms import Rejected

MOST_PARTS = 40
HEAD = 8 * 1024
"""The longest head of a part in bytes."""
FIELD = 256 * 1024
"""The longest field that is no file, in bytes."""

_BOUNDARY = re.compile(r'boundary=(?:"([^"\r\n]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE)
_DISPOSITION = re.compile(rb"^content-disposition:[ \t]*form-data(.*)$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(rb';[ \t]*name="([^"\r\n]*)"')
_FILE_NAME = re.compile(rb';[ \t]*filename="([^"\r\n]*)"')
_ESCAPES = {"%22": '"', "%0D": "\r", "%0A": "\n", "%0d": "\r", "%0a": "\n"}


@dataclass(slots=True)
class Part:
    """A field, or a file (``file_name`` is not None). ``cut``: it was longer than it may be, and is not whole."""

    name: str
    file_name: str | None
    content: bytearray = field(default_factory=bytearray, repr=False)
    cut: bool = False


def boundary_of(content_type: str) -> bytes:
    """The boundary that a Content-Type names. Raises Rejected."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise Rejected(400, "This form cannot be read.")
    return (found[1] or found[2]).encode("latin-1")


class Parser:
    """Give it chunks with ``feed``, then ask ``end``. Raises Rejected where what came is no form.

    ``most_files`` bytes of all files together are kept; of what is longer it is only known that it was.
    """

    def __init__(self, boundary: bytes, *, most_files: int) -> None:
        self.parts: list[Part] = []
        self.room = most_files
        self._mark = b"\r\n--" + boundary
        self._buffer = bytearray(b"\r\n")
        self._inside: Part | None = None
        self._state = "body"  # what stands before the first boundary belongs to nobody

    def feed(self, chunk: bytes) -> None:
        self._buffer += chunk
        while self._step():
            pass

    @property
    def held(self) -> int:
        """How many bytes are kept by now."""
        return len(self._buffer) + sum(len(part.content) for part in self.parts)

    def end(self) -> list[Part]:
        """All parts. Raises Rejected where the form ends before its end."""
        if self._state != "over":
            raise Rejected(400, "This did not arrive whole.")
        return self.parts

    def _step(self) -> bool:
        """Whether there may be more to read in the buffer."""
        if self._state == "body":
            return self._body()
        if self._state == "mark":
            return self._after_mark()
        if self._state == "head":
            return self._head()
        self._buffer.clear()
        return False

    def _body(self) -> bool:
        at = self._buffer.find(self._mark)
        if at < 0:
            sure = max(0, len(self._buffer) - len(self._mark) + 1)
            self._keep(sure)
            del self._buffer[:sure]
            return False
        self._keep(at)
        del self._buffer[: at + len(self._mark)]
        self._inside, self._state = None, "mark"
        return True

    def _after_mark(self) -> bool:
        if len(self._buffer) < 2:
            return False
        following = bytes(self._buffer[:2])
        del self._buffer[:2]
        if following == b"--":
            self._state = "over"
        elif following == b"\r\n":
            self._state = "head"
        else:
            raise Rejected(400, "This form cannot be read.")
        return True

    def _head(self) -> bool:
        at = self._buffer.find(b"\r\n\r\n")
        if at > HEAD or (at < 0 and len(self._buffer) > HEAD):
            raise Rejected(400, "This form cannot be read.")
        if at < 0:
            return False
        head = bytes(self._buffer[:at])
        del self._buffer[: at + 4]
        if len(self.parts) >= MOST_PARTS:
            raise Rejected(400, "This form has too many fields.")
        self._inside = _part(head)
        self.parts.append(self._inside)
        self._state = "body"
        return True

    def _keep(self, length: int) -> None:
        part = self._inside
        if part is None or length == 0:
            return
        room = self.room if part.file_name is not None else FIELD - len(part.content)
        if length > room:
            part.cut = True
            if part.file_name is not None:
                self.room += len(part.content)
                part.content.clear()
            return
        if part.cut:
            return
        if part.file_name is not None:
            self.room -= length
        part.content += self._buffer[:length]


def _part(head: bytes) -> Part:
    """A part by its head. Browsers write names as they are, with three characters percent-encoded (WHATWG HTML)."""
    disposition = _DISPOSITION.search(head.replace(b"\r\n", b"\n"))
    name = _NAME.search(disposition[1]) if disposition else None
    if disposition is None or name is None:
        raise Rejected(400, "This form cannot be read.")
    file_name = _FILE_NAME.search(disposition[1])
    return Part(_text(name[1]), None if file_name is None else _text(file_name[1]))


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    for escape, character in _ESCAPES.items():
        text = text.replace(escape, character)
    return text
