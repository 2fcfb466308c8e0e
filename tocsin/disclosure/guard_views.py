"""The ways of reading bytes in which a name could stand: as they are, decoded, without tags, inside tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

from tocsin.core.names.folding import LINE, SOFT

from .guard_bytes import as_text

# Places, as codes; ``guard_words`` has their words.
TITLE, TEXT, ATTRIBUTE, COMMENT, CODE, SOURCE = "title", "text", "attribute", "comment", "code", "source"
_BLOCK_TAGS = """
address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
header hr label legend li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul
entry id link name subtitle updated content
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
DEPTH = 4
_ESCAPES = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([0-9A-Fa-f]{4,6})\s?")


_MARKS = str.maketrans("", "", SOFT + LINE)


@dataclass(frozen=True)
class Reading:
    """A text and where it stands, with a LINE mark at the beginning of each line but the first."""

    place: str
    text: str


def readings(body: bytes) -> Iterator[Reading]:
    """Every reading of the bytes, the most telling places first."""
    for text, markup in as_text(body):
        plain = text.translate(_MARKS)
        for layer in layers(plain) if markup else (plain,):
            if markup and ("<" in layer or "&" in layer):
                yield from read_markup(layer)
            yield Reading(SOURCE, layer)


def layers(text: str) -> Iterator[str]:
    """The text, and what entities, percent signs and backslashes in it stand for, as deep as they were nested."""
    yield text
    for _ in range(DEPTH):
        plainer = unquote(_ESCAPES.sub(_escaped, html.unescape(text)), errors="ignore")
        if plainer == text:
            return
        yield plainer
        text = plainer


def read_plain(place: str, text: str) -> Reading:
    """A reading of plain text by its own lines."""
    return Reading(place, text.translate(_MARKS).replace("\n", f"\n{LINE}"))


def read_markup(text: str) -> Iterator[Reading]:
    """What HTML (or a feed) says to the eye, in its attributes, comments, scripts and styles."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    yield from reader.readings()


def _escaped(found: re.Match[str]) -> str:
    code = int(next(group for group in found.groups() if group), 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else found[0]


class _Reader(HTMLParser):
    """Collects texts by place; every tag leaves a SOFT mark, since a name may run across it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {place: [] for place in (TITLE, TEXT, ATTRIBUTE, COMMENT, CODE)}
        self.blank = True
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mark(tag)
        if tag in ("title", "script", "style"):
            self.inside = tag
        self.texts[ATTRIBUTE] += [f"\n{value}" for _name, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        self._mark(tag)
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style"):
            self.texts[CODE].append(data)
        elif self.inside == "title":
            self.texts[TITLE].append(data)
        else:
            self._say(data)

    def handle_comment(self, data: str) -> None:
        self.texts[COMMENT].append(f"\n{data}")
        self._say(SOFT)

    def handle_decl(self, decl: str) -> None:
        self.texts[COMMENT].append(f"\n{decl}")

    def handle_pi(self, data: str) -> None:
        self.texts[COMMENT].append(f"\n{data}")

    def unknown_decl(self, data: str) -> None:
        """CDATA of a feed: its content is text."""
        self._say(data.removeprefix("CDATA["))

    def readings(self) -> Iterator[Reading]:
        yield Reading(TITLE, "".join(self.texts[TITLE]))
        yield Reading(TEXT, "".join(self.texts[TEXT]))
        for place in (ATTRIBUTE, COMMENT, CODE):
            yield Reading(place, "".join(self.texts[place]))

    def _mark(self, tag: str) -> None:
        self._say(SOFT)
        if tag in BLOCKS and not self.blank:
            self.texts[TEXT].append(LINE)
            self.blank = True

    def _say(self, data: str) -> None:
        self.texts[TEXT].append(data)
        self.blank = self.blank and not data.strip(f" \t\r\n{SOFT}")
