"""A report with its files, taken apart into letterbox rows of one size and put together again. Imports no Django.

Every row of a bundle is sealed by itself and looks like every other: a report, a report's continuation, a part of a
picture or filling. How many there are is rounded up to a power of two, so that it tells the size only roughly.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import msgspec

from .payloads import ReportPart

PART = 48_000
"""Bytes of a bundle in one row: the most that a row of the letterbox holds, once it is written as JSON and sealed."""
MOST_PARTS = 256
MOST_FILES = 5
MOST_FILE_BYTES = 10 * 1024 * 1024
"""Of all the files of one bundle together."""
TEXT_LENGTH, LINE_LENGTH = 20_000, 300
"""Characters of a text and of a field of one line."""
FILE_NAME_LENGTH = 255
_HEADING = 8


class File(msgspec.Struct, frozen=True):
    """A file as a browser sent it."""

    name: str
    body: bytes


class Bundle(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report, or (``more``) what its reporter adds to it.

    ``lookup`` and ``public`` follow from the receipt code, which is not in it.
    """

    lookup: str
    public: bytes
    text: str
    more: bool = False
    reporter: str = ""
    how_known: str = ""
    name: str = ""
    contact: str = ""
    organisation: str = ""
    files: tuple[File, ...] = ()


class NotWhole(Exception):
    """These parts are not those of one bundle."""


def split(bundle: Bundle, *, language: str, at: int) -> list[ReportPart]:
    """The bundle's parts under a random id. Raises ValueError where it is larger than any form can send."""
    said = msgspec.msgpack.encode(bundle)
    whole = len(said).to_bytes(_HEADING) + said
    number = 1 << (-(-len(whole) // PART) - 1).bit_length()
    if number > MOST_PARTS:
        raise ValueError("a bundle is larger than the form allows")
    whole = whole.ljust(number * PART, b"\0")
    arrival = uuid.uuid4().hex
    return [
        ReportPart(
            language=language,
            at=at,
            arrival=arrival,
            number=each,
            of=number,
            data=whole[each * PART : (each + 1) * PART],
        )
        for each in range(number)
    ]


def join(parts: Mapping[int, bytes], of: int) -> Bundle:
    """The bundle of these parts, by number. Raises NotWhole."""
    if sorted(parts) != list(range(of)):
        raise NotWhole("a part is missing")
    whole = b"".join(parts[number] for number in range(of))
    length = int.from_bytes(whole[:_HEADING])
    try:
        return msgspec.msgpack.decode(whole[_HEADING : _HEADING + length], type=Bundle)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotWhole("no bundle") from error
