"""What a relay's reply means, and its text without addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .messages import State

_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")
_ADDRESS = re.compile(
    r"<[^>]*>|[^\s<>\"(),;]+(?:@|%40)[^\s<>\"(),;]+|[^\s<>\"(),;=]+=[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_STRIPPED = "[address]"
_LONGEST = 300  # characters of a reply's text that are kept


@dataclass(frozen=True)
class Reply:
    """A reply's code (RFC 5321, -1 if there was none to read), enhanced code (RFC 3463) and text."""

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


def read_reply(code: int, raw: bytes, *private: str) -> Reply:
    """A reply from its code and text, which lose every address, and the local parts of ``private`` addresses."""
    text = _CONTROL.sub(" ", raw.decode("utf-8", "replace")).strip()
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
