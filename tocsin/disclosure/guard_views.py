"""The ways of reading bytes in which a name could stand: as they are, decoded, without tags, inside tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import unquote

from tocsin.core.names.folding import LINE, SOFT

# Places, as codes; ``guard_words`` has their words.
TITLE, TEXT, ATTRIBUTE, COMMENT, CODE, SOURCE = "title", "text", "attribute", "comment", "code", "source"
DOCUMENT, METADATA, NAME_OF_FILE = "document", "metadata", "file_name"
_BLOCK_TAGS = """
address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
header hr label legend li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul
entry id link name subtitle updated content
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
_TAG = re.compile(r"<[^<>]*>")
DEPTH, SHORT, AROUND = 4, 20_000, 200
_ESCAPING = re.compile(r"&[#\w]+|%[0-9A-Fa-f]{2}|\\[ux0-9A-Fa-f{]")
_ESCAPES = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([0-9A-Fa-f]{4,6})\s?")


@dataclass(frozen=True)
class Reading:
    """A text and where it stands, with a LINE mark at the beginning of each line but the first."""

    place: str
    text: str
    part: str = ""
    # Strings among other bytes: what merely sounds like a name occurs in them by chance.
    strings: bool = False


@dataclass(frozen=True)
class Extract:
    """A text out of some bytes. ``place`` is SOURCE for what the bytes themselves say, else the kind of text it is;
    ``part`` is which page, sheet, field or file of a document."""

    text: str
    markup: bool
    place: str = SOURCE
    part: str = ""


def readings(extract: Extract) -> Iterator[Reading]:
    """Every reading of a text, the most telling places first."""
    for reading in _readings(extract):
        yield replace(reading, part=extract.part) if extract.part else reading


def _readings(extract: Extract) -> Iterator[Reading]:
    plain = extract.text.replace(SOFT, "").replace(LINE, "")
    if extract.place != SOURCE:
        yield from (read_plain(extract.place, layer) for layer in layers(plain))
        return
    for number, layer in enumerate(layers(plain) if extract.markup else (plain,)):
        source = layer
        if extract.markup and ("<" in layer or "&" in layer):
            reader = parse(layer)
            # Of deeper layers of long texts there are only pieces, whose lines are nobody's.
            yield from reader.readings() if not number or len(layer) < SHORT else _nowhere(reader.readings())
            source = reader.unsaid(layer)
        yield Reading(SOURCE, source, strings=not extract.markup)


def layers(text: str) -> Iterator[str]:
    """The text, and what entities, percent signs and backslashes in it stand for, as deep as they were nested.

    Of a long text, from the second layer on, only what stands around those.
    """
    yield text
    for _ in range(DEPTH):
        text = _around_escapes(text)
        plainer = unquote(_ESCAPES.sub(_escaped, html.unescape(text)), errors="ignore")
        if plainer == text:
            return
        yield plainer
        text = plainer


def _around_escapes(text: str) -> str:
    if len(text) < SHORT:
        return text
    pieces, end = [], 0
    for found in _ESCAPING.finditer(text):
        if found.end() > end:
            start, end = max(end, found.start() - AROUND), found.end() + AROUND
            pieces.append(text[start:end])
    return "\n".join(pieces)


def _nowhere(found: Iterator[Reading]) -> Iterator[Reading]:
    return (Reading(SOURCE, reading.text) for reading in found)


def read_plain(place: str, text: str) -> Reading:
    """A reading of plain text by its own lines."""
    return Reading(place, text.replace(SOFT, "").replace(LINE, "").replace("\n", f"\n{LINE}"))


def parse(text: str) -> Markup:
    """What HTML (or a feed) says to the eye, in its attributes, comments, scripts and styles."""
    reader = Markup()
    reader.feed(text)
    reader.close()
    return reader


def _escaped(found: re.Match[str]) -> str:
    code = int(next(group for group in found.groups() if group), 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else found[0]


class Markup(HTMLParser):
    """Collects texts by place; every tag leaves a SOFT mark, since a name may run across it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {place: [] for place in (TITLE, TEXT, ATTRIBUTE, COMMENT, CODE)}
        self.data: list[str] = []
        self.blank = True
        self.inside = ""

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for the parser's own line numbers."""
        return j

    def unsaid(self, source: str) -> str:
        """What of the source ``handle_data`` was not given: the tags; or all of it, where that cannot be told."""
        if html.unescape(_TAG.sub("", source)) != "".join(self.data):
            return source
        return LINE.join(_TAG.findall(source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mark(tag)
        if tag in ("title", "script", "style"):
            self.inside = tag
        self.texts[ATTRIBUTE] += [f"{LINE}{value}" for _name, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        self._mark(tag)
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        self.data.append(data)
        if self.inside in ("script", "style"):
            self.texts[CODE].append(data)
        elif self.inside == "title":
            self.texts[TITLE].append(data)
        else:
            self._say(data)

    def handle_comment(self, data: str) -> None:
        self.texts[COMMENT].append(f"{LINE}{data}")
        self._say(SOFT)

    def handle_decl(self, decl: str) -> None:
        self.texts[COMMENT].append(f"{LINE}{decl}")

    def handle_pi(self, data: str) -> None:
        self.texts[COMMENT].append(f"{LINE}{data}")

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
