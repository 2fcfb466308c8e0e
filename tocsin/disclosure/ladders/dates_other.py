"""A date's form in any other language, as far as CLDR has it: whole days, months and years, and spans of days."""

from __future__ import annotations

import datetime as dt

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton

from .rungs import Form

_SKELETONS = {"month": "yMMMM", "year": "y"}


def noun(form: Form, language: str) -> str:
    """'' where it takes words that nobody has written for that language, or where the date is in doubt."""
    said, about, uncertain = form
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    return "" if about or uncertain else _plain(said, locale)


def _plain(said: Form, locale: Locale) -> str:
    kind = said[0]
    if kind == "day":
        return format_date(said[1], "long", locale)
    if kind == "between" and said[1][0] == said[2][0] == "day":
        return format_interval(said[1][1], said[2][1], "yMMMMd", locale=locale, fuzzy=True)
    if kind in _SKELETONS:
        first = dt.date(said[1], said[2] if kind == "month" else 1, 1)
        return format_skeleton(_SKELETONS[kind], first, locale=locale)
    return ""
