"""Forms become payloads, or every problem with them is told at once. Imports no Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from . import fields
from .fields import Problem
from .payloads import Comment, FamilyCode, Sign, Subscribe
from .problems import Invalid

T = TypeVar("T")
Fields = Mapping[str, str]


def read_sign(form: Fields, *, campaign: str, language: str, page: str, at: int) -> Sign:
    """A signature from a form's fields. Raises Invalid."""
    read = _Reader(form)
    name, email = read("name", fields.read_name, ""), read("email", fields.read_email, "")
    country = read("country", fields.read_country, "")
    updates = read("updates", fields.read_choice, False)
    newsletter = read("newsletter", fields.read_tick, False)
    read("consent", fields.read_consent, None)
    read.complain()
    return Sign(
        language=language, at=at, campaign=campaign, form=page,
        name=name, email=email, country=country, updates=updates, newsletter=newsletter,
    )  # fmt: skip


def read_subscribe(form: Fields, *, language: str, page: str, at: int) -> Subscribe:
    """A newsletter subscription, still to be confirmed. Raises Invalid."""
    read = _Reader(form)
    name = read("name", fields.read_name, "") if form.get("name", "").strip() else ""
    email = read("email", fields.read_email, "")
    read("consent", fields.read_consent, None)
    read.complain()
    return Subscribe(language=language, at=at, form=page, name=name, email=email)


def read_comment(form: Fields, *, post: str, language: str, at: int) -> Comment:
    """A comment, which waits for moderation. Raises Invalid."""
    read = _Reader(form)
    name = read("name", fields.read_name, "")
    text = read("text", fields.read_text, "")
    read.complain()
    return Comment(language=language, at=at, post=post, name=name, text=text)


def read_family_code(form: Fields, *, language: str, at: int) -> FamilyCode:
    """A family's code. Raises Invalid for what cannot be one."""
    read = _Reader(form)
    code = read("words", fields.read_code, "")
    read.complain()
    return FamilyCode(language=language, at=at, code=code)


class _Reader:
    """Reads every field before it complains, so that a person sees all problems at once."""

    def __init__(self, form: Fields) -> None:
        self._form = form
        self._problems: dict[str, str] = {}

    def __call__(self, field: str, reading: Callable[[str], T], blank: T) -> T:
        try:
            return reading(self._form.get(field, ""))
        except Problem as problem:
            self._problems[field] = problem.key
            return blank

    def complain(self) -> None:
        if self._problems:
            raise Invalid(self._problems)
