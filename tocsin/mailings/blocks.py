"""A letter's body, cut into what it is made of: paragraphs, lists, and buttons.

Blocks are separated by blank lines. A block whose lines all start with ``- `` is a list; one that is only a link
(``https://…`` or ``[words](https://…)``) is a button, within other words it is a link; a paragraph that starts with
``?name `` belongs to the variant of that name. Nothing else has a meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_URL = r"(?P<url>https?://[^\s()<>\"]+|%%[a-z][a-z0-9_]*%%)"
NAMED_LINK = re.compile(rf"\[(?P<label>[^\]\n]+)\]\({_URL}\)")
_BARE_LINK = re.compile(r"(?P<url>https?://[^\s()<>\"]+)")
_VARIANT = re.compile(r"\?(?P<variant>[a-z]+) ")


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Button:
    """A link on a line of its own; ``label`` is empty where the writer gave none."""

    url: str
    label: str = ""


Block = Paragraph | Points | Button


def parse_body(body: str, *, variant: str = "") -> list[Block]:
    """The blocks of a body, those of other variants left out."""
    blocks = []
    for piece in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        words = piece.strip()
        special = _VARIANT.match(words)
        if special is not None and special["variant"] != variant:
            continue
        if special is not None:
            words = words[special.end() :]
        if words:
            blocks.append(_block(words))
    return blocks


def _block(words: str) -> Block:
    lines = [line.strip() for line in words.split("\n")]
    if all(line.startswith("- ") for line in lines):
        return Points(tuple(line[2:].strip() for line in lines))
    if link := NAMED_LINK.fullmatch(words):
        return Button(link["url"], link["label"])
    if link := _BARE_LINK.fullmatch(words):
        return Button(link["url"])
    return Paragraph("\n".join(lines))
