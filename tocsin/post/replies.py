"""What a relay's reply means, and its text without addresses; reading replies from a stream of bytes, bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .messages import State

_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")
_ENHANCED_BYTES = re.compile(rb"2\.\d{1,3}\.\d{1,3}(?=[ \t]|$)")
_ADDRESS = re.compile(
    r"<[^>]*>|[^\s<>\"(),;]+(?:@|%40)[^\s<>\"(),;]+|[^\s<>\"(),;=]+=[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_STRIPPED = "[address]"
_LONGEST = 300  # characters of a reply's text that are kept
_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
# RFC 5321 4.5.3.1.5 allows 512 bytes a line; some servers say more, none this much.
LONGEST_LINE = 4096
MOST_LINES = 128


class Babble(Exception):
    """What came is no reply of SMTP, or without end. Holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply's code (RFC 5321), enhanced code (RFC 3463) and text."""

    code: int
    enhanced: str | None
    text: str

    @property
    def positive(self) -> bool:
        return 200 <= self.code < 300

    @property
    def closing(self) -> bool:
        """421: the relay is about to close the connection."""
        return self.code == 421

    @property
    def about_us(self) -> bool:
        """RFC 4954, 6: the relay wants us to log in, or differently; that says nothing about a recipient."""
        return self.code in (530, 534, 535, 538)

    @property
    def failure(self) -> State | None:
        """4xx is deferred, 5xx refused; None for a code that is neither."""
        if self.about_us:
            return State.DEFERRED
        return {4: State.DEFERRED, 5: State.REFUSED}.get(self.code // 100)


class ReplyReader:
    """Bytes in, whole replies out: each as its code and its lines' texts."""

    __slots__ = ("_lines", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []

    @property
    def idle(self) -> bool:
        """Nothing of a further reply has come."""
        return not self._rest and not self._lines

    def feed(self, data: bytes) -> list[tuple[int, list[bytes]]]:
        """The replies that are whole now, in order. Raises Babble; those before it are then lost."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > LONGEST_LINE:
            raise Babble
        replies = []
        for line in lines:
            if len(line) > LONGEST_LINE:
                raise Babble
            found = _LINE.fullmatch(line.rstrip(b"\r"))
            if found is None or len(self._lines) > MOST_LINES:
                raise Babble
            code, more, text = found.groups()
            self._lines.append(text or b"")
            if more != b"-":
                replies.append((int(code), self._lines))
                self._lines = []
        return replies


def enhanced_of(text: bytes) -> str | None:
    """The enhanced code at the beginning of a positive reply's text."""
    found = _ENHANCED_BYTES.match(text)
    return found.group().decode("ascii") if found is not None else None


def read_reply(code: int, raw: bytes, *private: str) -> Reply:
    """A reply from its code and text, which lose every address, and the local parts of ``private`` addresses."""
    text = _CONTROL.sub(" ", raw[: LONGEST_LINE * 2].decode("utf-8", "replace")).strip()
    match = _ENHANCED.match(text)
    if match:
        text = text[match.end() :]
    return Reply(code, match.group(1) if match else None, strip_addresses(text, *private)[:_LONGEST])


def strip_addresses(text: str, *private: str) -> str:
    """The text without anything that looks like an address, nor the local parts of the given ones."""
    text = _ADDRESS.sub(_STRIPPED, text)
    for address in private:
        local = address.rpartition("@")[0]
        if local:
            text = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", _STRIPPED, text, flags=re.IGNORECASE)
    return text
