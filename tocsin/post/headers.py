"""Header fields (RFC 5322) with encoded words (RFC 2047), proof against injection."""

from __future__ import annotations

import base64
import re

from .addresses import Address

_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_PLAIN = 60  # characters that are written without encoding, so that no line passes 76
_CHUNK = 39  # bytes in one encoded word: 52 characters of base64 and 12 around them


class BadHeader(ValueError):
    """A value that must not stand in a header field. The message does not hold the value."""


def refuse_controls(text: str) -> str:
    """The text itself. Raises BadHeader if it holds line ends or other control characters."""
    if _FORBIDDEN.search(text):
        raise BadHeader("A header field must not hold line ends or control characters.")
    return text


def encode_text(text: str) -> str:
    """An unstructured value: as it is when plain and short, else as folded encoded words."""
    refuse_controls(text)
    if not text or (_PLAIN.fullmatch(text) and len(text) <= _LONGEST_PLAIN and "=?" not in text):
        return text
    return _encoded_words(text)


def encode_mailbox(address: Address, name: str = "") -> str:
    """``"Name" <local@domain>``, folded before the address when the line would be long."""
    refuse_controls(name)
    spec = f"<{address}>" if name else str(address)
    if not name:
        return spec
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST_PLAIN and "=?" not in name:
        quoted = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    else:
        quoted = _encoded_words(name)
    gap = " " if len(quoted) + len(spec) <= _LONGEST_PLAIN and "\r\n" not in quoted else "\r\n "
    return f"{quoted}{gap}{spec}"


def _encoded_words(text: str) -> str:
    chunks, chunk = [], b""
    for letter in text:
        raw = letter.encode("utf-8")
        if len(chunk) + len(raw) > _CHUNK:
            chunks.append(chunk)
            chunk = b""
        chunk += raw
    chunks.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks)
