"""What the public forms need: localised countries, and the texts of problems in the page's language."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext

from tocsin.front.countries import COUNTRIES
from tocsin.front.problems import PROBLEMS

SIGN = ("name", "email", "country", "updates", "consent", "newsletter")
SUBSCRIBE = ("name", "email", "consent")
COMMENT = ("name", "text")
FAMILY = ("words",)


@functools.cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO code, name) in a language, in the order of its alphabet as far as code points give it."""
    names = Locale.parse(language).territories
    return tuple(sorted(((code, names.get(code, code)) for code in COUNTRIES), key=lambda each: _order(each[1])))


def messages(language: str, fields: Iterable[str]) -> dict[str, str]:
    """The texts of all problems that these fields can have, by key."""
    wanted = set(fields)
    with translation.override(language):
        return {key: gettext(text) for key, text in PROBLEMS.items() if key.partition(".")[0] in wanted}


def _order(name: str) -> str:
    """Letters without their marks ('Åland' among the As); Hangul syllables stay whole."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", plain).casefold()
