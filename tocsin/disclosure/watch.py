"""What the guard did that somebody should look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from tocsin.accounts.models import Role
from tocsin.cases import queries as cases
from tocsin.core import audit
from tocsin.core.actions import Actor
from tocsin.core.models import AuditEntry
from tocsin.front.models import Published

from .models import Verdict

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
