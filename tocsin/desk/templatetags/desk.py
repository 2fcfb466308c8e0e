"""What the desk's templates ask of the values that they show."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.forms import BoundField, Form

from tocsin.cases import fact_words
from tocsin.cases.facts import PersonFacts
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
def pairs(form: Form) -> list[list[BoundField]]:
    """The form's fields in rows: those that say the same in English and in Korean side by side."""
    rows: dict[str, list[BoundField]] = {}
    for field in form.visible_fields():
        rows.setdefault(field.name.removesuffix("_en").removesuffix("_ko"), []).append(field)
    return list(rows.values())
