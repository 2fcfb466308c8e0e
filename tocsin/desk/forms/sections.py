"""Long forms in parts with a heading, so that a tired reader sees where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from django import forms
from django.forms import BoundField

# (heading, names of fields, whether it is folded away while there is nothing in it)
Section = tuple[str, Sequence[str], bool]


class InSections(forms.Form):
    """``sections`` in their order; a field that is in none of them comes last, under no heading of its own."""

    sections: ClassVar[list[Section]] = []

    def in_sections(self) -> Iterator[tuple[str, list[BoundField], bool]]:
        """(heading, fields, folded): a part stays open where something in it is filled in, or wrong."""
        for heading, names, foldable in self.sections:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield heading, fields, foldable and not any(field.value() or field.errors for field in fields)
