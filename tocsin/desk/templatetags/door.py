"""What the templates of consents, decisions, releases and the ledger ask of the values that they show."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from django import template

from tocsin.desk.forms.going_public import RISKS
from tocsin.disclosure.opened import OpenedLine

register = template.Library()
# A word with what parts it from the next; Hangul and Han have no need of more.
WORD = re.compile(r"\S+\s*|\s+")
Change = tuple[str, str]


@register.filter
def risks(weighed: Mapping[str, str]) -> list[tuple[str, str]]:
    """(whose risk, words) in the order in which they are asked."""
    return [(str(RISKS[whose]), weighed[whose]) for whose in RISKS if weighed.get(whose)]


@register.filter
def of(known: Mapping[object, str], key: object) -> str:
    """What is known under a key, such as who gave the consent of that number."""
    return known.get(key, "—")


@register.filter
def changes(line: OpenedLine, older: tuple[OpenedLine, ...]) -> list[tuple[str, list[Change]]]:
    """By language, a line against the older version's of that number: ('same'|'new'|'gone', text)."""
    before = next((one.texts for one in older if one.position == line.position), {})
    return [(language, word_diff(before.get(language, ""), text)) for language, text in line.texts.items()]


@register.filter
def left_out(lines: tuple[OpenedLine, ...], older: tuple[OpenedLine, ...]) -> list[OpenedLine]:
    """The older version's lines that have no counterpart any more."""
    there = {line.position for line in lines}
    return [line for line in older if line.position not in there]


def word_diff(before: str, after: str) -> list[Change]:
    """Word by word (difflib's Ratcliff/Obershelp), what stayed, what went and what came."""
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[Change] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(new[k:m])))
            continue
        found += [("gone", "".join(old[i:j]))] if i != j else []
        found += [("new", "".join(new[k:m]))] if k != m else []
    return found
