"""The compressed forms of a body, and whether a form is nothing but that body. Imports no Django."""

from __future__ import annotations

import gzip
import re
import zlib

import brotli  # type: ignore[import-untyped]

_COMPRESSIBLE = re.compile(r"text/|application/(?:json|xml|atom\+xml|rss\+xml|manifest\+json)|image/svg\+xml")
_SMALLEST = 256
_PLAIN_GZIP_HEADING = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"  # no name, no comment, no time (RFC 1952, 2.3)


def compress(body: bytes, content_type: str, *, hard: bool = True) -> tuple[bytes | None, bytes | None]:
    """The gzip (RFC 1952) and Brotli (RFC 7932) forms, each None where it would not be smaller.

    ``hard`` takes the best and slowest: for what is made once and served often.
    """
    if len(body) < _SMALLEST or _COMPRESSIBLE.match(content_type) is None:
        return None, None
    zipped = gzip.compress(body, compresslevel=9 if hard else 5, mtime=0)
    brewed = brotli.compress(body, quality=11 if hard else 4)
    return (
        zipped if len(zipped) < len(body) else None,
        brewed if len(brewed) < len(body) else None,
    )


def is_gzip_of(form: bytes, body: bytes) -> bool:
    """Whether ``form`` unpacks to ``body`` and holds nothing else; never unpacks more than that."""
    if not form.startswith(_PLAIN_GZIP_HEADING):
        return False
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(form, len(body) + 1)
    except zlib.error:
        return False
    return unpacking.eof and not unpacking.unused_data and plain == body


def is_brotli_of(form: bytes, body: bytes) -> bool:
    """Whether ``form`` unpacks to ``body``; never unpacks much more than that."""
    unpacking = brotli.Decompressor()
    try:
        plain = unpacking.process(form, output_buffer_limit=len(body) + 1)
    except brotli.error:
        return False
    return bool(unpacking.is_finished()) and plain == body
