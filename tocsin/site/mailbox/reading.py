"""What is read out of one mail for showing it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

import dkim

from tocsin.post.dkim import dns_record

_LINK = re.compile(r"<(https?://[^>\s]+)>")
_ONE_CLICK = "List-Unsubscribe=One-Click"
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_NEW_WINDOW = '<base target="_blank">'


@dataclass(frozen=True)
class Mail:
    """One mail, parsed by the standard library and not by the code that made it."""

    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.raw, policy=policy.default)
        if not isinstance(message, EmailMessage):
            raise TypeError("policy.default makes EmailMessage")
        return message

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str | None:
        return self._part("plain")

    @property
    def html(self) -> str | None:
        return self._part("html")

    @property
    def framed_html(self) -> str:
        """The HTML part made for a frame: links open a window of their own."""
        html = self.html or ""
        if _HEAD.search(html):
            return _HEAD.sub(lambda head: head[0] + _NEW_WINDOW, html, count=1)
        return f"<!doctype html><head>{_NEW_WINDOW}</head>{html}"

    @property
    def one_click(self) -> str | None:
        """The address to which a mail client POSTs to unsubscribe, if both fields of RFC 8058 are there."""
        if str(self.message.get("List-Unsubscribe-Post", "")).strip() != _ONE_CLICK:
            return None
        match = _LINK.search(str(self.message.get("List-Unsubscribe", "")))
        return match[1] if match else None

    def _part(self, kind: str) -> str | None:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else None


def dkim_verdict(raw: bytes, key_file: Path | None) -> str:
    """``none``, ``unchecked`` (no public key at hand), ``pass`` or ``fail``.

    The key file holds a public key (PEM) or the text of its DNS record.
    """
    if b"dkim-signature:" not in raw.split(b"\r\n\r\n", 1)[0].lower():
        return "none"
    if key_file is None or not key_file.exists():
        return "unchecked"
    given = key_file.read_bytes().strip()
    record = dns_record(given).encode() if given.startswith(b"-----") else given
    return "pass" if dkim.verify(raw, dnsfunc=lambda _name, **_options: record) else "fail"
