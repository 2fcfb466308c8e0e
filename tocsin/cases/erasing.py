"""Taking a destroyed case's rows away. Its key is gone already: this removes what was never sealed, such as which kinds
of events there were, and makes room.

What other rooms refer to (persons, by their bare ids) is emptied and stays; so does who had access, who looked, and who
decided the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.functional import partition

from .models import Assignment, Case, Person
from .models.access import CaseExport, CaseView, Destruction, EmergencyOpening, LegalHold

# Who had access and who decided, in the clear; the reasons in them open no more.
KEPT: frozenset[type[models.Model]] = frozenset(
    {Assignment, CaseExport, CaseView, Destruction, EmergencyOpening, LegalHold}
)
# Rows that other rooms point to.
EMPTIED: frozenset[type[models.Model]] = frozenset({Case, Person})


def erase(case: Case) -> int:
    """Delete or empty all that hangs on the case within this room; returns how many rows were deleted."""
    deleted = _erase_below(Case, [case.pk])
    _empty(Case, [case.pk])
    CaseExport.objects.filter(case=case).update(sealed_body=None)
    return deleted


def _erase_below(model: type[models.Model], keys: list[Any]) -> int:
    deleted = 0
    for relation in _relations(model):
        below = relation.related_model
        if below in KEPT:
            continue
        rows = below._base_manager.filter(**{f"{relation.field.name}__in": keys})
        found = list(rows.values_list("pk", flat=True))
        if not found:
            continue
        if below is not model:
            deleted += _erase_below(below, found)
        if below in EMPTIED:
            _empty(below, found)
        else:
            deleted += below._base_manager.filter(pk__in=found)._raw_delete(using=rows.db)
    return deleted


def _relations(model: type[models.Model]) -> list[Any]:
    """What refers to a model within this room, hidden relations included; what refers to itself comes first."""
    here = [one for one in model._meta.get_fields(include_hidden=True) if _refers_from_here(one)]
    others, own = partition(lambda one: one.related_model is model, here)
    return [*own, *others]


def _refers_from_here(field: Any) -> bool:
    return bool(
        field.auto_created
        and not field.concrete
        and (field.one_to_many or field.one_to_one)
        and field.related_model._meta.app_label == Case._meta.app_label
    )


def _empty(model: type[models.Model], keys: Iterable[Any]) -> None:
    blank: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.BinaryField):
            blank[field.name] = b""
        elif field.null:
            blank[field.name] = None
    model._base_manager.filter(pk__in=list(keys)).update(**blank)
