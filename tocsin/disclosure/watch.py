"""What the guard did that somebody should look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from tocsin.accounts.actors import actor_of
from tocsin.accounts.models import Role, Staff
from tocsin.cases import queries as cases
from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.cases.policy import may_work as require_work
from tocsin.core import audit
from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.models import AuditEntry
from tocsin.front.models import Published

from . import contexts
from .guard_cap import DAY, MOST_A_DAY, runs
from .guard_stops import Stop, open_stops
from .models import AllowedOccurrence, Verdict

MOST = 200


@dataclass(frozen=True)
class Attention:
    """A page that the guard took out of the window, since it learnt a name that stands in it."""

    path: str
    at: dt.datetime


@dataclass(frozen=True)
class GuardRefusal:
    """Somebody tried to let out words with a name of the reader's cases; ``action`` is the kind of what they tried."""

    at: dt.datetime
    actor: str
    action: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class CaseStop:
    """What the guard stopped of one case: when, whose words, at what, and the sentences."""

    at: dt.datetime
    actor: str
    action: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class OpenedAllowance:
    """A sentence that may stand, and why."""

    id: int
    sentence: str
    reason: str
    allowed_by: str
    allowed_at: dt.datetime


def attention(actor: Actor) -> list[Attention]:
    """The pages that wait to be mended, for those who can mend or judge them; nothing for others."""
    if not actor.roles & {Role.CAMPAIGNER, Role.CASEWORKER, Role.APPROVER}:
        return []
    found = Verdict.objects.filter(what=OuterRef("path"), passed=False).order_by("-at")
    dark = Published.objects.filter(source=Published.Source.DESK, status=404, body=b"")
    rows = dark.annotate(found_at=Subquery(found.values("at")[:1])).exclude(found_at=None).order_by("path")
    return [Attention(path, at) for path, at in rows.values_list("path", "found_at")]


def guard_refusals(actor: Actor) -> list[GuardRefusal]:
    """Who ran into a name of the actor's cases, the newest first; the guard is an oracle, so this is watched."""
    mine = {str(case_id) for case_id in cases.assigned_ids(actor)}
    entries = AuditEntry.objects.filter(
        kind=audit.REFUSAL, detail__code="sealed_name", detail__cases__has_any_keys=sorted(mine)
    )
    return [
        GuardRefusal(
            at=entry.at,
            actor=entry.actor,
            action=entry.subject.removeprefix("action:"),
            cases=tuple(case for case in entry.detail["cases"] if case in mine),
        )
        for entry in entries.order_by("-sequence")[:MOST]
    ]


def case_stops(actor: Actor, case: Case) -> list[CaseStop]:
    """What the guard stopped of a case, for its own caseworkers. Raises NotPermitted."""
    require_work(actor, case)
    entries = AuditEntry.objects.filter(
        kind=audit.REFUSAL, detail__code="sealed_name", detail__cases__has_key=str(case.pk)
    ).order_by("-sequence")[:MOST]
    return [
        CaseStop(entry.at, entry.actor, entry.subject.removeprefix("action:"), open_stops(case.pk, entry.detail))
        for entry in entries
    ]


def allowances(actor: Actor, case: Case) -> list[OpenedAllowance]:
    """The sentences of a case that may stand, the newest first. Raises NotPermitted."""
    require_work(actor, case)
    rows = AllowedOccurrence.objects.filter(case=case, withdrawn_at=None).select_related("allowed_by")
    return [
        OpenedAllowance(
            id=row.pk,
            sentence=vault.open_text(case.pk, contexts.allowed_sentence(case.pk), row.sealed_sentence),
            reason=vault.open_text(case.pk, contexts.allowed_reason(case.pk), row.sealed_reason),
            allowed_by=row.allowed_by.name,
            allowed_at=row.allowed_at,
        )
        for row in rows.order_by("-allowed_at")
    ]


def allowance_for(actor: Actor, case: Case, allowance: int) -> AllowedOccurrence:
    """One allowance of a case. Raises NotPermitted."""
    require_work(actor, case)
    found = AllowedOccurrence.objects.filter(case=case, pk=allowance, withdrawn_at=None).first()
    if found is None:
        raise NotPermitted("There is no such allowance.", code="allowance")
    return found


def capped(actor: Actor) -> list[Staff]:
    """Whom the guard has stopped too often within a day, for administrators."""
    if Role.ADMINISTRATOR not in actor.roles:
        return []
    since = timezone.now() - DAY
    entries = AuditEntry.objects.filter(kind=audit.REFUSAL, detail__code="sealed_name", at__gte=since)
    often = entries.exclude(staff_id=None).values("staff_id").annotate(times=Count("pk")).filter(times__gte=MOST_A_DAY)
    staff = Staff.objects.filter(pk__in=[row["staff_id"] for row in often]).order_by("name")
    return [one for one in staff if runs(actor_of(one)) >= MOST_A_DAY]
