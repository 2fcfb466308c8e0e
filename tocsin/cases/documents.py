"""Which files a case takes as documents: known by their first bytes, never by their name."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from tocsin.core.actions import Refused

from . import pictures

LONGEST_NAME = 120
# The part that each kind of zipped document holds.
ZIPPED = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "content.xml": "application/vnd.oasis.opendocument.text",
}


def media_type(data: bytes) -> str:
    """PDF, plain text, an office document or a picture. Raises Refused (not_a_document)."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if _is_text(data):
        return "text/plain"
    try:
        return pictures.media_type(data)
    except Refused as error:
        if error.code == "picture_too_large":
            raise
        raise _unknown() from error


def plain_name(file_name: str) -> str:
    """The last part of a file's name, printable and not too long."""
    last = PurePosixPath(file_name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[-LONGEST_NAME:] or "file"


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = set(opened.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _unknown() from error
    for part, found in ZIPPED.items():
        if part in names:
            return found
    raise _unknown()


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unknown() -> Refused:
    return Refused(
        _("This kind of file is not taken."),
        _("PDF, plain text, office documents and photographs are. Save it as one of them and add it again."),
        code="not_a_document",
    )
