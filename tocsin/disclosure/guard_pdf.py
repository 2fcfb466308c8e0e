"""PDF as texts: each page, every string of every object (titles, alternative texts, notes, links), XMP, attachments."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from .guard_unreadable import Unreadable
from .guard_views import DOCUMENT, METADATA, Extract

# What it warns of is what the file says, which is nobody's to log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
MOST_PAGES, MOST_OBJECTS = 5_000, 200_000
# A text, or the bytes of a file within.
Piece = tuple[Extract | None, bytes | None]
_PLAIN_STREAMS = frozenset({"/Metadata", "/EmbeddedFile"})
_FAULTS = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError,
           NotImplementedError, AssertionError, OSError)  # fmt: skip


def is_pdf(body: bytes) -> bool:
    """Whether a reader would take the bytes for PDF."""
    return b"%PDF-" in body[:1024]


def pdf_texts(body: bytes) -> Iterator[Piece]:
    """Everything that a PDF says, and the files and pictures within it. Raises Unreadable."""
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("a PDF with a password")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("a PDF with too many pages")
        for number, page in enumerate(reader.pages, 1):
            yield Extract(page.extract_text(), False, DOCUMENT, f"{number}"), None
        yield from _objects(reader)
    except _FAULTS as fault:
        raise Unreadable("a PDF that does not open") from fault


def _objects(reader: PdfReader) -> Iterator[Piece]:
    strings: list[str] = []
    numbers = sorted({number for table in reader.xref.values() for number in table} | set(reader.xref_objStm))
    if len(numbers) > MOST_OBJECTS:
        raise Unreadable("a PDF with too many objects")
    _collect(reader.trailer, strings)
    for number in numbers:
        thing = reader.get_object(IndirectObject(number, _generation(reader, number), reader))
        _collect(thing, strings)
        if isinstance(thing, StreamObject):
            yield from _stream(thing)
    yield Extract("\n".join(strings), False, METADATA), None


def _generation(reader: PdfReader, number: int) -> int:
    return next((generation for generation, table in reader.xref.items() if number in table), 0)


def _collect(thing: object, strings: list[str]) -> None:
    """Every string in an object, not following references: each object's turn comes."""
    if isinstance(thing, TextStringObject):
        strings.append(str(thing))
    elif isinstance(thing, ByteStringObject):
        strings.append(bytes(thing).decode("latin-1"))
    elif isinstance(thing, DictionaryObject):
        for key in thing:
            _collect(thing.raw_get(key), strings)
    elif isinstance(thing, ArrayObject):
        for each in list.__iter__(thing):
            _collect(each, strings)


def _stream(stream: StreamObject) -> Iterator[Piece]:
    kind = str(stream.get("/Type", ""))
    filters = stream.get("/Filter", [])
    names = [str(name) for name in (filters if isinstance(filters, list) else [filters])]
    if kind in _PLAIN_STREAMS:
        yield None, stream.get_data()
    elif "/DCTDecode" in names and names[-1] == "/DCTDecode":
        yield None, bytes(stream._data)
