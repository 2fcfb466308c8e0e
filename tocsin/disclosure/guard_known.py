"""Everything that the guard looks for: the identifiers of living cases, and those of reporters and partners."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases import identifiers as cases
from tocsin.intake import identifiers as reports

from .guard_index import Sealed


@dataclass(frozen=True)
class Whose:
    """Whose identifier it is: a case's (of one person, or of none), or a reporter's (whose report may have a case).

    ``mark`` (SHA-256, in memory only) tells one identifier of a person from another.
    """

    case_id: UUID | None
    person_id: UUID | None
    kind: str
    mark: bytes


def all_sealed() -> Iterator[Sealed]:
    """Each identifier once for each owner. Raises KeyMissing, KeyExposed, SealingError when one does not open."""
    for one in cases.of_living_cases():
        yield _sealed(one.case_id, one.person_id, str(one.kind), one.text)
    for other in reports.all_living():
        yield _sealed(other.case_id, None, str(other.kind), other.text)


def _sealed(case_id: UUID | None, person_id: UUID | None, kind: str, text: str) -> Sealed:
    return Sealed(Whose(case_id, person_id, kind, hashlib.sha256(text.encode()).digest()), kind, text)
