"""The sealed names of open cases in plain text: for disclosure's guard, and for nobody's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from . import contexts, vault
from .models import Case, PersonName


def of_open_cases() -> Iterator[tuple[UUID, str]]:
    """(case id, name as written). Raises KeyMissing, KeyExposed, SealingError when a single one does not open."""
    sealed = PersonName.objects.filter(person__case__state=Case.State.OPEN).select_related("person")
    keys = {case_id: vault.case_key(case_id) for case_id in sealed.values_list("person__case_id", flat=True).distinct()}
    for name in sealed.order_by("person__case_id", "pk"):
        key = keys.get(name.person.case_id) or vault.case_key(name.person.case_id)
        context = contexts.name(name.person_id, name.script)
        yield name.person.case_id, key.open(bytes(name.sealed_name), context.encode()).decode()
