"""What the desk's templates ask of the values that they show."""

from __future__ import annotations

from uuid import UUID

from django import template
from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from tocsin.desk.case_file import File
from tocsin.desk.fields import SEXES

register = template.Library()


@register.filter
def described(file: File, person_id: UUID | None) -> str:
    """Whom something in the file is about."""
    return file.described(person_id)


@register.filter
def traits(told: dict[str, object]) -> str:
    """Age, sex and whether a child, in words."""
    words = [str(told["age"])] if told.get("age") else []
    words += [str(dict(SEXES).get(str(told["sex"]), told["sex"]))] if told.get("sex") else []
    words += [_("a child")] if told.get("child") else []
    return ", ".join(words)


@register.filter
def pairs(form: Form) -> list[list[BoundField]]:
    """The form's fields in rows: those that say the same in English and in Korean side by side."""
    rows: dict[str, list[BoundField]] = {}
    for field in form.visible_fields():
        rows.setdefault(field.name.removesuffix("_en").removesuffix("_ko"), []).append(field)
    return list(rows.values())
