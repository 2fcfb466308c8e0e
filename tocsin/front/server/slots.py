"""Places in a guarded body that the front fills: figures when the window is refreshed, fields on a 422 answer.

=======================================================  ==============================================
``%%figure:/campaigns/SLUG/count.json#KEY|grouped%%``    a figure (0 where there is none), or ``|raw``
``%%field:NAME%%``                                       what the visitor typed, escaped
``%%checked:NAME=VALUE%%``, ``%%selected:NAME=VALUE%%``  `` checked`` or `` selected`` where they chose that
``%%invalid:NAME%%``                                     `` aria-invalid="true"`` where the field has a problem
``<!--problems-->``                                      the list of problems
=======================================================  ==============================================

All but figures are empty when the page is served. What a visitor typed is never looked at for slots.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from tocsin.front.figures import SLUG

_SLOT = re.compile(
    rb"%%figure:(?P<path>/campaigns/" + SLUG.encode() + rb"/(?:count|countries)\.json)"
    rb"#(?P<key>[A-Za-z_]{1,20})\|(?P<form>grouped|raw)%%"
    rb"|%%field:(?P<field>[a-z_]{1,30})%%"
    rb"|%%(?P<mark>checked|selected):(?P<choice>[a-z_]{1,30})=(?P<value>[A-Za-z0-9_-]{1,30})%%"
    rb"|%%invalid:(?P<invalid>[a-z_]{1,30})%%"
    rb"|(?P<problems><!--problems-->)"
)

Figures = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Filling:
    """A visitor's form as it came, its problems as texts by field."""

    values: Mapping[str, str]
    problems: Mapping[str, str]


_NOTHING = Filling({}, {})


def figure_paths(body: bytes) -> frozenset[str]:
    """The addresses of the figures that a body shows."""
    return frozenset(slot["path"].decode() for slot in _SLOT.finditer(body) if slot["path"] is not None)


def fill(body: bytes, language: str, figures: Figures, filling: Filling = _NOTHING) -> bytes:
    """The body with every slot filled."""

    def replace(slot: re.Match[bytes]) -> bytes:
        if slot["path"] is not None:
            number = figures.get(slot["path"].decode(), {}).get(slot["key"].decode(), 0)
            return (_grouped(number, language) if slot["form"] == b"grouped" else str(number)).encode()
        return _form_slot(slot, filling).encode()

    return _SLOT.sub(replace, body)


def _form_slot(slot: re.Match[bytes], filling: Filling) -> str:
    if slot["field"] is not None:
        return _escaped(filling.values.get(slot["field"].decode(), ""))
    if slot["mark"] is not None:
        chosen = filling.values.get(slot["choice"].decode()) == slot["value"].decode()
        return f" {slot['mark'].decode()}" if chosen else ""
    if slot["invalid"] is not None:
        return ' aria-invalid="true"' if slot["invalid"].decode() in filling.problems else ""
    return problem_list(filling.problems)


def problem_list(problems: Mapping[str, str]) -> str:
    """HTML that names each problem and leads to its field, announced by screen readers."""
    if not problems:
        return ""
    items = "".join(
        f'<li><a href="#id_{_escaped(field)}">{_escaped(text)}</a></li>' for field, text in problems.items()
    )
    return f'<div role="alert" class="problems"><ul>{items}</ul></div>'


def _escaped(text: str) -> str:
    shown = "".join(mark for mark in text if mark >= " " or mark in "\t\n\r")
    return html.escape(shown, quote=True)


def _grouped(number: int, language: str) -> str:
    try:
        return format_decimal(number, locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return f"{number:,}"
