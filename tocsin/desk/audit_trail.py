"""Who reads which entries of the audit. What was done in a case, or on the way to one, is for that case's people: from
the rest nobody can tell that there is a case, let alone how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.cases import queries as cases
from tocsin.cases.models import Case
from tocsin.core import audit
from tocsin.core.actions import Actor
from tocsin.core.models import AuditEntry

# What is done there tells of cases; what is not named here is for nobody else either.
CONFIDENTIAL = ("cases.", "disclosure.", "intake.")
# What other rooms do because a release ended, or because the guard has learnt a name, tells of a case as well.
FOLLOWING = ("release:", "guard:")
# Of these an administrator must hear, and they tell nothing: tries with wrong numbers.
TOLD_REFUSALS = ("action:cases.emergency_opened",)
# Facts that would name a case, or somebody in one, in an entry of any room.
NAMING = ("case", "person", "number", "report", "release", "version")


@dataclass(frozen=True)
class Told:
    """An entry as its reader may know it."""

    sequence: int
    at: Any
    actor: str
    kind: str
    subject: str
    detail: dict[str, Any]


def entries_for(actor: Actor) -> QuerySet[AuditEntry]:
    """The entries that the actor may read, the newest first; left out in SQL."""
    hidden = Q()
    for prefix in CONFIDENTIAL:
        hidden |= Q(kind__startswith=prefix) | Q(kind=audit.REFUSAL, subject__startswith=f"action:{prefix}")
    for prefix in FOLLOWING:
        hidden |= Q(subject__startswith=prefix)
    told = Q(kind=audit.REFUSAL, subject__in=TOLD_REFUSALS)
    mine = _of_cases(list(cases.assigned_ids(actor)))
    return AuditEntry.objects.filter(~hidden | told | mine).order_by("-sequence")


def of_case(case: Case) -> QuerySet[AuditEntry]:
    """What was done in one case, the newest first. For its people: ask ``cases.queries.case_for`` before."""
    return AuditEntry.objects.filter(_of_cases([case.pk])).order_by("-sequence")


def tell(actor: Actor, entries: list[AuditEntry]) -> list[Told]:
    """Without the facts that would name a case, or somebody in one, to whoever is not on it."""
    mine = {str(case_id) for case_id in cases.assigned_ids(actor)}
    return [Told(one.sequence, one.at, one.actor, one.kind, one.subject, _facts(one, mine)) for one in entries]


def _of_cases(case_ids: list[UUID]) -> Q:
    named = [str(case_id) for case_id in case_ids]
    return Q(subject__in=[f"case:{one}" for one in named]) | Q(detail__case__in=named)


def _facts(entry: AuditEntry, mine: set[str]) -> dict[str, Any]:
    if entry.subject.removeprefix("case:") in mine or entry.detail.get("case") in mine:
        return dict(entry.detail)
    return {key: value for key, value in entry.detail.items() if not key.startswith(NAMING)}
