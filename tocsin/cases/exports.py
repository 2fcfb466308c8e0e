"""The whole file as data: JSON, and tables for a spreadsheet. docs/formats/case-export.md describes both.

Made from the opened case alone, field by field, so that what the file gains is exported too. ``supply_section`` lets a
room below add what it keeps of a case.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import override

from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate

from .models import Case
from .opening import open_case_file

FORMAT, VERSION = "tocsin.case-export", 1
Section = Callable[[Case], object]

_sections: dict[str, Section] = {}


def supply_section(name: str, section: Section) -> None:
    """``section(case)`` gives a dataclass (or a mapping, or a sequence of them) with what a room below keeps of it."""
    _sections[name] = section


def document(case: Case) -> dict[str, Any]:
    """The export as plain JSON values, words in English. Raises KeyMissing, SealingError."""
    with override("en"):
        return {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "case": plain(open_case_file(case)),
            **{name: plain(section(case)) for name, section in sorted(_sections.items())},
        }


def to_json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def plain(value: Any) -> Any:
    """A value of the opened file as JSON knows it; uncertain dates as EDTF, counts with their words."""
    if isinstance(value, UncertainDate):
        return value.edtf
    if isinstance(value, Count):
        return {**{field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)},
                "words": value.words}  # fmt: skip
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return None  # files are taken out one by one, in a clean copy
    if isinstance(value, UUID):
        return str(value)
    return str(value)
