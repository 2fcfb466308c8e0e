"""Files as texts: pages as they are, pictures by their metadata, PDF by its pages, archives and letters by their parts.

What says that it is of a kind and cannot be read as that kind is not let through: ``Unreadable``.
"""

from __future__ import annotations

import email
import email.policy
import gzip
import hashlib
import io
import re
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from email.message import EmailMessage

from .guard_bytes import as_text
from .guard_pdf import is_pdf, pdf_texts
from .guard_pictures import is_picture, picture_texts
from .guard_unreadable import Unreadable
from .guard_views import DOCUMENT, METADATA, NAME_OF_FILE, Extract

__all__ = ["Unreadable", "texts_of"]

MOST_DEPTH, MOST_BYTES, MOST_MEMBERS, KEPT_CHARACTERS, LEAST_KEPT = 4, 200_000_000, 5_000, 50_000_000, 50_000
_HEADERS = re.compile(
    rb"\A(?:From |(?:Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|DKIM-Signature"
    rb"|Reply-To|List-[\w-]+|X-[\w-]+|Content-[\w-]+):)[^\n]*\n",
    re.IGNORECASE,
)


class _Kept:
    """Texts of files that take long to read, by the SHA-256 of their bytes; the oldest go first."""

    def __init__(self) -> None:
        self._texts: OrderedDict[bytes, tuple[Extract, ...]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def of(self, body: bytes) -> tuple[Extract, ...]:
        key = hashlib.sha256(body).digest()
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        texts = tuple(_read(body, 0, ""))
        with self._lock:
            if key not in self._texts:
                self._texts[key] = texts
                self._size += sum(len(text.text) for text in texts)
            while self._size > KEPT_CHARACTERS and len(self._texts) > 1:
                _oldest, gone = self._texts.popitem(last=False)
                self._size -= sum(len(text.text) for text in gone)
        return texts


_kept = _Kept()


def texts_of(body: bytes) -> Iterator[Extract]:
    """Every text in the bytes of a file. Raises Unreadable."""
    if b"\x00" in body or len(body) > LEAST_KEPT or body[:2] in (b"PK", b"%P"):
        yield from _kept.of(body)
    else:
        yield from _read(body, 0, "")


def _read(body: bytes, depth: int, part: str) -> Iterator[Extract]:
    if depth > MOST_DEPTH:
        raise Unreadable("files within files, too deep")
    if is_pdf(body):
        for extract, inner in pdf_texts(body):
            if extract is not None:
                yield _in(part, extract)
            elif inner is not None:
                yield from _read(inner, depth + 1, _path(part, "attachment"))
    elif is_picture(body):
        for raw, compressed in picture_texts(body):
            yield from (Extract(text, markup, METADATA, part) for text, markup in as_text(raw) if text)
            yield from (Extract(text, True, METADATA, part) for text in compressed)
    elif body.startswith(b"PK\x03\x04"):
        yield from _archive(body, depth, part)
    elif body.startswith(b"\x1f\x8b"):
        yield from _read(_unzipped(body), depth + 1, part)
    elif depth < MOST_DEPTH and _HEADERS.match(body) and re.search(rb"\n\r?\n", body):
        yield from _letter(body, depth, part)
    else:
        yield from (_in(part, Extract(text, markup)) for text, markup in as_text(body))


def _archive(body: bytes, depth: int, part: str) -> Iterator[Extract]:
    """Office documents, e-books and plain archives: each member's name and content, and the comments."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
                raise Unreadable("an archive that is too large")
            yield from (Extract(text, False, METADATA, part) for text, _markup in as_text(archive.comment))
            for member in members:
                where = _path(part, member.filename)
                yield Extract(member.filename, False, NAME_OF_FILE, where)
                yield from (Extract(text, False, METADATA, where) for text, _markup in as_text(member.comment))
                if not member.is_dir():
                    yield from _read(archive.read(member), depth + 1, where)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        raise Unreadable("an archive that does not open") from fault


def _unzipped(body: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as zipped:
            plain = zipped.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise Unreadable("compressed data that does not open") from fault
    if len(plain) > MOST_BYTES:
        raise Unreadable("compressed data that is too large")
    return plain


def _letter(body: bytes, depth: int, part: str) -> Iterator[Extract]:
    """A letter (RFC 5322): its headers decoded, each part, the names of what is attached; and its source."""
    yield from (_in(part, Extract(text, markup)) for text, markup in as_text(body))
    message = email.message_from_bytes(body, policy=email.policy.default)
    for piece in message.walk():
        assert isinstance(piece, EmailMessage)  # noqa: S101 (what this policy makes)
        headers = "\n".join(f"{name}: {value}" for name, value in piece.items())
        yield Extract(headers, False, METADATA, _path(part, "headers"))
        if not piece.is_multipart():
            content = piece.get_payload(decode=True)
            where = _path(part, piece.get_filename() or piece.get_content_type())
            yield from _read(content if isinstance(content, bytes) else b"", depth + 1, where)


def _in(part: str, extract: Extract) -> Extract:
    where = _path(part, extract.part) if part and extract.part else part or extract.part
    place = DOCUMENT if extract.place == DOCUMENT else extract.place
    return Extract(extract.text, extract.markup, place, where)


def _path(part: str, name: str) -> str:
    return f"{part}/{name}" if part else name
