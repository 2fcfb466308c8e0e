"""Codes of a few English words, which somebody is told once, may read aloud, and types again much later. No Django.

A code is SECRET_WORDS random words and one more that follows from them, so that a slip is noticed before anybody acts
on it. The words lie in ``code_words.txt``: our own list, of which none begins another and any two differ in two letters
or more. So a code can be read in whatever way it is typed: capitals, spaces, hyphens, or none of them.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from pathlib import Path

WORDS: tuple[str, ...] = tuple((Path(__file__).parent / "code_words.txt").read_text(encoding="ascii").split())
SECRET_WORDS = 6
"""Of 1,024 words each: 60 bits that nobody can guess."""
LONGEST = 400
"""More characters than this are no code, however they are spaced."""

_PLACES = {word: place for place, word in enumerate(WORDS)}
_WORD = re.compile("|".join(WORDS))


class Mistyped(ValueError):
    """What was typed is no code: a word is wrong, missing or too many. Says nothing of what was typed."""


def new_code() -> str:
    """A fresh code, its words parted by spaces. Keep it nowhere but as a keyed hash of ``canonical``."""
    drawn = [secrets.choice(WORDS) for _ in range(SECRET_WORDS)]
    return " ".join([*drawn, _check_word(drawn)])


def canonical(typed: str) -> str:
    """The code as ``new_code`` wrote it, from whatever somebody typed. Raises Mistyped."""
    if len(typed) > LONGEST:
        raise Mistyped("too long")
    letters = re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFKC", typed).casefold())
    words = _WORD.findall(letters)
    if "".join(words) != letters or len(words) != SECRET_WORDS + 1 or words[-1] != _check_word(words[:-1]):
        raise Mistyped("not a code")
    return " ".join(words)


def _check_word(words: list[str]) -> str:
    """The word that follows from the others and their order: one slip in 1,024 goes unnoticed."""
    numbers = bytes(part for word in words for part in divmod(_PLACES[word], 256))
    return WORDS[int.from_bytes(hashlib.sha256(b"tocsin code words" + numbers).digest()[:2]) % len(WORDS)]
