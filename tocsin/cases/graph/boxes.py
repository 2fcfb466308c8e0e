"""What stands in the box of a person, in lines that fit: Hangul and Chinese characters are twice as wide."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases import fact_words
from tocsin.cases.calling import called
from tocsin.cases.models import Person
from tocsin.cases.opened import OpenedPerson

from .placing import BOX

PADDING = 12.0
NAME_SIZE, NOTE_SIZE = 15.0, 12.5
NAME_LINE, NOTE_LINE = 19.0, 17.0
WIDE, NARROW = 1.0, 0.56
MOST_LINES = 3


@dataclass(frozen=True)
class Text:
    """A line of a box: its words, and where its baseline is below the top of the drawing."""

    words: str
    y: float


@dataclass(frozen=True)
class Box:
    """``outside``: a relative who is no member, drawn with round ends. ``title`` says all for who points at it."""

    person: UUID
    x: float
    y: float
    height: float
    names: tuple[Text, ...]
    notes: tuple[Text, ...]
    outside: bool
    title: str
    width: float = BOX

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def content(person: OpenedPerson) -> tuple[list[str], list[str]]:
    """(lines of what the person is called, lines of what is known)."""
    names = wrapped(called(person), NAME_SIZE)
    known = [fact_words.short(person.facts), person.fate.status_words if person.fate else ""]
    return names, [line for words in known if words for line in wrapped(words, NOTE_SIZE)]


def height_of(person: OpenedPerson) -> float:
    names, notes = content(person)
    return 2 * PADDING + len(names) * NAME_LINE + len(notes) * NOTE_LINE


def box(person: OpenedPerson, x: float, y: float, height: float) -> Box:
    """The box with its lines in the middle of it."""
    names, notes = content(person)
    at = y + (height - len(names) * NAME_LINE - len(notes) * NOTE_LINE) / 2
    name_texts = tuple(Text(line, at + (number + 0.78) * NAME_LINE) for number, line in enumerate(names))
    at += len(names) * NAME_LINE
    note_texts = tuple(Text(line, at + (number + 0.78) * NOTE_LINE) for number, line in enumerate(notes))
    outside = person.part != Person.Part.MEMBER
    return Box(person.id, x, y, height, name_texts, note_texts, outside, person.description)


def wrapped(words: str, size: float, room: float = BOX - 2 * PADDING, most: int = MOST_LINES) -> list[str]:
    """The words in lines of that many pixels, the last one cut short where there are too many."""
    lines: list[str] = []
    for word in words.split():
        if lines and measured(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.extend(_pieces(word, size, room))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1], size, room)]


def measured(words: str, size: float) -> float:
    """About how many pixels the words take."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in words)
    return size * (wide * WIDE + (len(words) - wide) * NARROW)


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word that is longer than a line, in parts."""
    pieces = [""]
    for character in word:
        if pieces[-1] and measured(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _cut(line: str, size: float, room: float) -> str:
    while line and measured(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip(' ,;.')}…"
