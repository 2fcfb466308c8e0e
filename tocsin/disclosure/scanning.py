"""The guard outside any case: texts and files against a list of identifiers, with no instance and no database.

For what goes to the press by another way. What is read, and what counts, is the same as when something is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.names.folding import LINE

from .examination import Finding, examine
from .guard_files import Unreadable, texts_of
from .guard_index import Index, Sealed, build
from .guard_values import days
from .guard_views import NAME_OF_FILE, SOURCE, Extract, Reading, read_plain, readings

_MAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,}")
_MARKUP = re.compile(r"<[a-zA-Z!/?]")


@dataclass(frozen=True)
class Found:
    """An identifier (``sealed_line`` of the list, from 1) stands in a file ('' for a text of the command line).

    ``line`` and ``column`` count from 1, 0 where the place has none; ``part`` is a page, member or attachment.
    """

    file: str
    place: str
    part: str
    line: int
    column: int
    kind: str
    sealed_line: int


def index_of(lines: Iterable[str]) -> Index:
    """An index of one identifier a line; empty lines count, and seal nothing."""
    texts = [(number, line.strip().lstrip("\ufeff")) for number, line in enumerate(lines, 1)]
    return build(1, (Sealed(number, kind_of(text), text) for number, text in texts if text))


def kind_of(text: str) -> str:
    """What kind of identifier a line is: an address has an @, a day reads as one, numbers have figures, names none."""
    if _MAIL.fullmatch(text):
        return "email"
    if any(True for _day in days(text)):
        return "birth"
    if _PHONE.fullmatch(text) and sum(letter.isdigit() for letter in text) >= 7:
        return "phone"
    return "document" if any(letter.isdigit() for letter in text) else "name"


def scan_text(index: Index, text: str) -> list[Found]:
    """Everything in a text by itself."""
    return _found("", examine(index, _lines(Extract(text, True)), columns=True))


def scan_file(index: Index, path: Path) -> list[Found]:
    """Everything in a file and its name. Raises Unreadable."""
    try:
        body = path.read_bytes()
    except OSError as fault:
        raise Unreadable("a file that does not open") from fault
    name = examine(index, readings(Extract(path.name, False, NAME_OF_FILE)))
    return _found(
        str(path), [*name, *examine(index, (one for text in texts_of(body) for one in _lines(text)), columns=True)]
    )


def _lines(extract: Extract) -> Iterator[Reading]:
    """The guard's own readings; the source with its lines, which are what an editor shows."""
    marked = bool(_MARKUP.search(extract.text))
    for reading in readings(extract):
        if reading.place != SOURCE or marked:
            yield reading
    if extract.place == SOURCE:
        yield Reading("file", read_plain("file", extract.text).text.lstrip(LINE), extract.part)


def _found(file: str, findings: Iterable[Finding]) -> list[Found]:
    found = [Found(file, one.place, one.part, one.line, one.column, one.kind, int(str(one.owner))) for one in findings]
    return sorted(dict.fromkeys(found), key=lambda one: (one.line == 0, one.line, one.column))
