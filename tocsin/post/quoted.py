"""Quoted-printable (RFC 2045, 6.7) in pieces which can be put side by side."""

from __future__ import annotations

import binascii
import re

_ANY_LINE_END = re.compile(r"\r\n|\r|\n")
# Python's b2a_qp does not count the two characters that a space at a line's end grows by, and fills the very last
# line up to 76: such lines get one more soft break.
_GROWN = re.compile(rb"(?m)^(.{73,})(=20|=09)$")
_FULL = re.compile(rb"(?m)^(.{75})(.)\Z")
_DOTTED = re.compile(rb"(?m)^(\.+)(.*)$")
_DOTS = 24  # encoded dots on one line
_LONGEST = 76
# One line that stands for itself: printable ASCII but '=', no dot or space where either would be read differently.
_PLAIN = re.compile(r"(?!\.)[ -<>-~]{0,74}[!-<>-~]")


def quote_piece(text: str) -> bytes:
    """One piece of a text, encoded so that it begins and ends at column 0.

    Lines are at most 76 characters with CRLF ends and never begin with a dot, which SMTP would have to double; every
    kind of line end in ``text`` becomes a hard one, and a space or tab at the end of the piece is encoded. Raises
    ValueError (UnicodeEncodeError) for lone surrogates.
    """
    if _PLAIN.fullmatch(text):
        return text.encode("ascii") + b"=\r\n"
    plain = _ANY_LINE_END.sub("\n", text).encode("utf-8")
    quoted = binascii.b2a_qp(plain, quotetabs=False, istext=True)
    quoted = _FULL.sub(rb"\1=\n\2", _GROWN.sub(rb"\1=\n\2", quoted))
    if quoted.startswith(b".") or b"\n." in quoted:
        quoted = _DOTTED.sub(_encode_dots, quoted)
    if quoted and not quoted.endswith(b"\n"):
        quoted += b"=\n"
    return quoted.replace(b"\n", b"\r\n")


def _encode_dots(found: re.Match[bytes]) -> bytes:
    """A line that begins with dots, with those encoded, on more lines where it becomes too long."""
    dots, rest = len(found[1]), found[2]
    if dots * 3 + len(rest) < _LONGEST:
        return b"=2E" * dots + rest
    lines = [b"=2E" * min(_DOTS, dots - at) for at in range(0, dots, _DOTS)]
    return b"=\n".join([*lines, rest] if rest else lines)
