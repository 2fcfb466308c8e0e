"""The relaxed canonical forms of DKIM (RFC 6376, 3.4.2 and 3.4.4)."""

from __future__ import annotations

import hashlib
import re

_SPACES = re.compile(rb"[ \t]+")
_LINE_END = re.compile(rb" \r\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)\r\n")


class Unsignable(ValueError):
    """The message is not one that can be signed. Holds none of its text."""


def relaxed_body(body: bytes) -> bytes:
    """The canonical form of whole lines; empty lines at the end of a body are not yet left out.

    The form of two pieces of whole lines is that of the first and then that of the second.
    """
    if b"\t" in body or b"  " in body:
        body = _SPACES.sub(b" ", body)
    return _LINE_END.sub(b"\r\n", body) if b" \r\n" in body else body


def body_hash(body: bytes) -> bytes:
    """SHA-256 of a whole body in canonical form (3.4.4; errata 1384: an empty one is empty)."""
    form = relaxed_body(body if body.endswith(b"\r\n") or not body else body + b"\r\n")
    kept = form.rstrip(b"\r\n")
    return hashlib.sha256(kept + b"\r\n" if kept else b"").digest()


def relaxed_fields(head: bytes) -> list[tuple[bytes, bytes]]:
    """The header fields in order, each as its lower-case name and its canonical form without the line end.

    Raises Unsignable for anything that is no header.
    """
    fields, at = [], 0
    while at < len(head):
        found = _FIELD.match(head, at)
        if found is None:
            raise Unsignable("The message's header is not one.")
        name, value = found[1].lower(), found[2]
        if b"\n" in value or b"\t" in value or b"  " in value:
            value = _SPACES.sub(b" ", value.replace(b"\r\n", b""))
        fields.append((name, name + b":" + value.strip(b" ")))
        at = found.end()
    return fields
