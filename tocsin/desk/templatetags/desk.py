"""What the desk's templates ask of the values that they show."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from uuid import UUID

from django import template
from django.forms import BoundField, Form

from tocsin.cases import fact_words
from tocsin.cases.calling import called_in
from tocsin.cases.facts import PersonFacts
from tocsin.cases.opened import OpenedCase
from tocsin.desk.case_file import File

register = template.Library()


@register.filter
def described(file: File, person_id: UUID | None) -> str:
    """Whom something in the file is about."""
    return file.described(person_id)


@register.filter
def facts(told: PersonFacts) -> str:
    """Birth or age, sex and whether a child, in words."""
    return fact_words.facts(told)


@register.filter
def px(value: float) -> str:
    """A length in a drawing, the same in every language."""
    return f"{value:.1f}"


@register.filter
def called(opened: OpenedCase, person_id: UUID) -> str:
    """What a person of the case is called."""
    return called_in(opened, person_id)


@register.filter
def script_language(script: str) -> str:
    """The language tag for a name in an ISO 15924 script, so that it is drawn and read aloud as what it is."""
    return {"Hang": "ko", "Hani": "zh", "Cyrl": "ru", "Arab": "ar", "Mymr": "my"}.get(script, "und-Latn")


@register.filter
def pairs(form: Form) -> list[list[BoundField]]:
    """The form's fields in rows: those that say the same in English and in Korean side by side."""
    rows: dict[str, list[BoundField]] = {}
    for field in form.visible_fields():
        rows.setdefault(field.name.removesuffix("_en").removesuffix("_ko"), []).append(field)
    return list(rows.values())


@register.filter
def of_language(words: Mapping[str, str], language: str) -> str:
    """The words in one language, or ''."""
    return words.get(language, "")


@register.filter
def jpeg(body: bytes) -> str:
    """A picture within the page itself, so that it has no address of its own."""
    return f"data:image/jpeg;base64,{base64.b64encode(body).decode()}"
