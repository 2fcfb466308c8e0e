"""What to call a person on the desk's screens, for the case's own people."""

from __future__ import annotations

from django.utils.translation import get_language

from .opened import OpenedCase, OpenedPerson

SHORT = 60
# The script in which a reader of the language expects a name.
SCRIPTS = {"ko": "Hang", "zh": "Hani", "ru": "Cyrl"}


def called(person: OpenedPerson) -> str:
    """A name in the reader's script, another name, or the description cut short."""
    if person.names:
        wanted = SCRIPTS.get((get_language() or "en")[:2], "Latn")
        return next((name.name for name in person.names if name.script == wanted), person.names[0].name)
    return shortened(person.description)


def called_in(opened: OpenedCase, person_id: object) -> str:
    """The same by id; '' where there is no such person in the case."""
    return next((called(person) for person in opened.persons if person.id == person_id), "")


def shortened(words: str, most: int = SHORT) -> str:
    """At most so many characters, cut between words."""
    words = words.strip().rstrip(". ")
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
