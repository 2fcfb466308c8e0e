"""English for a date's form: 'mid-March 2012', and as part of a sentence 'in mid-March 2012'."""

from __future__ import annotations

import datetime as dt

from babel.dates import get_month_names

from .rungs import Form

_PARTS = ("early", "mid", "late")
_SEASONS = ("spring", "summer", "autumn")


def noun(form: Form) -> str:
    """``form``: (what, about, uncertain)."""
    said, about, uncertain = form
    words = f"about {_plain(said)}" if about else _plain(said)
    return f"probably {words}" if uncertain else words


def adverb(form: Form) -> str:
    """'on 14 March 2012', 'in mid-March 2012', 'by March 2012', 'probably around March 2012'."""
    said, about, uncertain = form
    if said[0] in ("between", "by", "since"):
        words = f"about {_plain(said)}" if about else _plain(said)
    elif about:
        words = f"around {_plain(said)}"
    else:
        words = f"{'on' if said[0] == 'day' else 'in'} {_plain(said)}"
    return f"probably {words}" if uncertain else words


def day(date: dt.date) -> str:
    return f"{date.day} {month(date.month)} {date.year}"


def month(number: int) -> str:
    return str(get_month_names("wide", locale="en")[number])


def _plain(said: Form) -> str:
    kind, rest = said[0], said[1:]
    if kind == "between":
        return f"between {_plain(rest[0])} and {_plain(rest[1])}"
    if kind in ("by", "since"):
        return f"{kind} {_plain(rest[0])}"
    if kind == "day":
        return day(rest[0])
    if kind == "part":
        year, number, part = rest
        named = f"{month(number)} {year}"
        return f"mid-{named}" if part == 1 else f"{_PARTS[part]} {named}"
    if kind == "month":
        return f"{month(rest[1])} {rest[0]}"
    if kind == "season":
        return f"{_SEASONS[rest[1]]} {rest[0]}"
    if kind == "decade":
        return f"the {rest[0]}s"
    return str(rest[0]) if kind == "year" else f"{kind} {rest[0]}"
