"""Identifiers that are no names: telephone numbers, e-mail addresses, document numbers, dates of birth.

Each has a key that every way of writing it leads to: the last eight digits of a telephone number, a day as ISO 8601.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from itertools import repeat

from babel.dates import get_month_names

from tocsin.core.names.folding import visible

PHONE_DIGITS, LEAST_PHONE, MOST_PHONE = 8, 7, 18
LEAST_DOCUMENT, MOST_DOCUMENT, MOST_LETTERS, MOST_PIECES = 5, 24, 6, 5
# Fewer figures than these in one place tell nobody apart.
FEWEST_FIGURES, RESIDENT_FIGURES, NEAR_FIGURES, NEAR_AT = 4, 13, 24, 80
_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "ru", "id", "vi", "tr")
_RUN = re.compile(r"(?<![\d.,])\+?\(?\d(?:[\d\s().\-/\u2010-\u2015·]{5,28})\d(?!\d)")
_MAIL = re.compile(r"[^\s@<>\"'(),;:\[\]?=&/]+\s?(?:@|\[at\]|\(at\))\s?[\w.-]+\.\w+", re.IGNORECASE)
_AT, _FIGURES, _WORD = re.compile(r"@|\[at\]|\(at\)", re.IGNORECASE), re.compile(r"\d+"), re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_Y, _M, _D = r"(?P<y>(?:18|19|20)\d\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_SEP = r"\s?[-./\u2010-\u2015~]\s?"


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(visible(name).casefold().strip("."), int(number))
    return {name: number for name, number in found.items() if len(name) > 2 and not name[0].isdigit()}


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    named = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month, day = rf"(?P<n>{named})\.?", rf"{_D}(?:st|nd|rd|th|er|º|\.)?"
    patterns = (
        rf"{_Y}{_SEP}{_M}{_SEP}{_D}",
        rf"{_D}{_SEP}{_M}{_SEP}{_Y}",
        rf"{_M}{_SEP}{_D}{_SEP}{_Y}",
        rf"{_Y}\s?[년年]\s?{_M}\s?[월月]\s?{_D}\s?[일日]",
        rf"{day}[\s-]+(?:of\s+|de\s+)?{month}[\s,-]+(?:de\s+|del\s+)?{_Y}",
        rf"{month}[\s-]+{day},?[\s-]+{_Y}",
        rf"{_Y},?[\s-]+{month}[\s-]+{day}",
        r"(?P<y>(?:18|19|20)\d\d)(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])",
    )
    return tuple(re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE) for pattern in patterns)


_RESIDENT = re.compile(r"(?<!\d)(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)\s?-\s?(?P<c>[1-8])\d{6}(?!\d)")


def value_keys(kind: str, text: str) -> frozenset[str]:
    """The keys of one sealed identifier; none for what is a name or a place, or tells too little."""
    text = visible(text).strip()
    if kind == "email":
        return frozenset({_mail_key(text)})
    if kind == "phone":
        digits = _digits(text)
        return frozenset({f"t:{digits[-PHONE_DIGITS:]}"}) if len(digits) >= LEAST_PHONE else frozenset()
    if kind == "birth":
        return frozenset(key for key, _at in days(text.replace("?", "").replace("~", "").replace("%", "")))
    if kind == "document":
        squeezed = _squeeze(text)
        told = len(squeezed) >= LEAST_DOCUMENT and sum(map(str.isdigit, squeezed)) >= FEWEST_FIGURES
        return frozenset({f"d:{squeezed}"}) | frozenset(key for key, _at in _residents(text)) if told else frozenset()
    return frozenset()


def values_in(text: str) -> Iterator[tuple[str, int]]:
    """(key, offset) of everything in a visible text that could be such an identifier."""
    for start, end in _around(_AT, text, NEAR_AT):
        yield from ((_mail_key(found[0]), found.start()) for found in _MAIL.finditer(text, start, end))
    for start, end in _around(_FIGURES, text, NEAR_FIGURES):
        figures = sum(map(text.count, "0123456789", repeat(start), repeat(end)))
        if figures >= FEWEST_FIGURES:
            piece = text[start:end]
            yield from ((key, start + at) for key, at in _numbers(piece, figures))


def _numbers(piece: str, figures: int) -> Iterator[tuple[str, int]]:
    if figures >= LEAST_PHONE:
        yield from _phones(piece)
    if figures >= RESIDENT_FIGURES:
        yield from _residents(piece)
    if _YEAR.search(piece):
        yield from days(piece)
    yield from _documents(piece)


def _around(what: re.Pattern[str], text: str, near: int) -> Iterator[tuple[int, int]]:
    """Stretches of a text around what a pattern finds: most of a text holds nothing to look at."""
    start = end = -1
    for found in what.finditer(text):
        if found.start() - near > end:
            if end >= 0:
                yield max(0, start), end
            start = found.start() - near
        end = found.end() + near
    if end >= 0:
        yield max(0, start), end


def days(text: str) -> Iterator[tuple[str, int]]:
    """(key, offset) of every day that a text tells; of 3/4/2012 both readings."""
    for pattern in _date_patterns():
        for found in pattern.finditer(text):
            said = found.groupdict()
            month = int(said["m"]) if said.get("m") else _months()[said["n"].casefold()]
            yield from _day(int(said["y"]), month, int(said["d"]), found.start())


def _day(year: int, month: int, day: int, at: int) -> Iterator[tuple[str, int]]:
    try:
        yield f"b:{dt.date(year, month, day).isoformat()}", at
    except ValueError:
        return  # 30 February is no day


def _residents(text: str) -> Iterator[tuple[str, int]]:
    """Days of birth in Korean resident registration numbers, whose seventh figure tells the century."""
    for found in _RESIDENT.finditer(text):
        century = 1900 if found["c"] in "1256" else 2000
        yield from _day(century + int(found["y"]), int(found["m"]), int(found["d"]), found.start())


def _phones(text: str) -> Iterator[tuple[str, int]]:
    for found in _RUN.finditer(text):
        digits = ""
        for figure, following in zip(found[0], found[0][1:] + " ", strict=True):
            digits += figure if figure.isdigit() else ""
            if figure.isdigit() and not following.isdigit() and LEAST_PHONE <= len(digits) <= MOST_PHONE:
                yield f"t:{digits[-PHONE_DIGITS:]}", found.start()


def _documents(text: str) -> Iterator[tuple[str, int]]:
    """Every run of a few words of letters and figures that has figures enough, joined."""
    pieces = [(piece[0], piece.start(), any(map(str.isdigit, piece[0]))) for piece in _WORD.finditer(text)]
    for at, (_piece, place, _figured) in enumerate(pieces):
        joined, figured = "", False
        for following, _place, has in pieces[at : at + MOST_PIECES]:
            joined, figured = joined + following, figured or has
            if len(joined) > MOST_DOCUMENT or (not figured and len(joined) > MOST_LETTERS):
                break
            if has and len(joined) >= LEAST_DOCUMENT:
                yield f"d:{joined.casefold()}", place


def _mail_key(text: str) -> str:
    plain = re.sub(
        r"\s|\[at\]|\(at\)", lambda found: "@" if "at" in found[0].lower() else "", text, flags=re.IGNORECASE
    )
    local, _, domain = plain.casefold().rstrip(".").partition("@")
    return f"@{local.partition('+')[0]}@{domain}"


def _digits(text: str) -> str:
    return "".join(figure for figure in text if figure.isdigit())


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
