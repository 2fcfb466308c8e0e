"""Quoted-printable (RFC 2045, 6.7) in pieces which can be put side by side."""

from __future__ import annotations

import binascii
import re

_ANY_LINE_END = re.compile(r"\r\n|\r|\n")
# Python's b2a_qp does not count the two characters that a space at a line's end grows by, and fills the very last
# line up to 76: such lines get one more soft break.
_GROWN = re.compile(rb"(?m)^(.{73,})(=20|=09)$")
_FULL = re.compile(rb"(?m)^(.{75})(.)\Z")


def quote_piece(text: str) -> bytes:
    """One piece of a text, encoded so that it begins and ends at column 0.

    Lines are at most 76 characters with CRLF ends; every kind of line end in ``text`` becomes a hard one, and a space
    or tab at the end of the piece is encoded. Raises ValueError (UnicodeEncodeError) for lone surrogates.
    """
    plain = _ANY_LINE_END.sub("\n", text).encode("utf-8")
    quoted = binascii.b2a_qp(plain, quotetabs=False, istext=True)
    quoted = _FULL.sub(rb"\1=\n\2", _GROWN.sub(rb"\1=\n\2", quoted))
    if quoted and not quoted.endswith(b"\n"):
        quoted += b"=\n"
    return quoted.replace(b"\n", b"\r\n")
