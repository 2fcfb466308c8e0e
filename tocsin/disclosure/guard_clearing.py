"""What was found and may stand all the same: what a standing public release tells itself, what a proposal's own line
rests on, and occurrences that a caseworker of the case allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from .examination import Finding, examine
from .guard_index import Index
from .guard_known import Whose
from .guard_views import read_plain
from .models import AllowedOccurrence, Audience, Basis, Item, PublicRelease, Statement

# Line of a proposal -> (person or None: the group, item) that it rests on.
Rests = Mapping[int, Collection[tuple[UUID | None, str]]]
_TOLD_BY = {"name": Item.NAME, "birth": Item.AGE}


def still_sealed(index: Index, findings: Sequence[Finding], rests: Rests | None = None) -> list[Finding]:
    """The findings that nothing clears."""
    if not findings:
        return []
    told, allowed = _told(index), _allowed(findings)
    return [
        finding
        for finding in findings
        if finding.owner not in told
        and (finding.case_id, finding.sentence) not in allowed
        and not _rests(finding, (rests or {}).get(finding.line, ()))
    ]


def _rests(finding: Finding, needs: Iterable[tuple[UUID | None, str]]) -> bool:
    owner = finding.owner
    return isinstance(owner, Whose) and any(_covers(owner, person_id, item) for person_id, item in needs)


def _covers(owner: Whose, person_id: UUID | None, item: str) -> bool:
    """Whether telling an item of a person (None: the group) may tell that identifier."""
    if owner.kind.startswith("place"):
        return item == Item.PLACE and (owner.person_id in (None, person_id) or person_id is None)
    return item == _TOLD_BY.get(owner.kind) and owner.person_id is not None and owner.person_id == person_id


def _told(index: Index) -> set[object]:
    """Owners of identifiers that live public releases tell, in the very lines that rest on it."""
    bases = Basis.objects.filter(
        item__in=(Item.NAME, Item.PLACE, Item.AGE),
        dossier__release__state=PublicRelease.State.APPROVED,
        dossier__release__audience=Audience.PUBLIC,
    ).values_list("dossier__case_id", "dossier__release_id", "position", "person_id", "item")
    needs: dict[tuple[UUID, UUID, int], list[tuple[UUID | None, str]]] = {}
    for case_id, release_id, position, person_id, item in bases:
        needs.setdefault((case_id, release_id, position), []).append((person_id, item))
    told: set[object] = set()
    for (case_id, release_id, position), items in needs.items():
        texts = Statement.objects.filter(release_id=release_id, position=position).values_list("text", flat=True)
        for finding in examine(index, [read_plain("words", text) for text in texts]):
            if finding.case_id == case_id and _rests(finding, items):
                told.add(finding.owner)
    return told


def _allowed(findings: Iterable[Finding]) -> set[tuple[UUID | None, bytes]]:
    sentences = {finding.sentence for finding in findings}
    rows = AllowedOccurrence.objects.filter(sentence_sha256__in=sentences, withdrawn_at=None)
    return {(case_id, bytes(sentence)) for case_id, sentence in rows.values_list("case_id", "sentence_sha256")}
