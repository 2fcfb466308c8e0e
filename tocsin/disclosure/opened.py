"""Dossiers, consents and decisions in plain text: frozen values for the desk's screens, never stored or logged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from tocsin.accounts.models import Staff
from tocsin.cases import vault
from tocsin.cases.models import Case

from . import contexts
from .bases import lines_without_basis
from .models import Audience, Basis, BestInterests, Consent, Dossier, Item, PublicRelease, Statement


@dataclass(frozen=True)
class OpenedConsent:
    """``person`` None: the group. ``current``: neither withdrawn nor past its day."""

    id: int
    person: UUID | None
    item: str
    item_words: str
    audience: str
    audience_words: str
    until: dt.date | None
    giver: str
    how: str
    recorded_at: dt.datetime
    withdrawn_at: dt.datetime | None
    current: bool


@dataclass(frozen=True)
class OpenedDecision:
    """A best-interests decision; ``confirmed_by`` None while it waits for a second person."""

    id: int
    person: UUID | None
    item: str
    item_words: str
    audience: str
    audience_words: str
    until: dt.date | None
    reasons: str
    proposed_by: str
    confirmed_by: str | None
    withdrawn_at: dt.datetime | None


@dataclass(frozen=True)
class OpenedLine:
    """One line: its texts by language, what it tells (item words), and whether it rests on something current."""

    position: int
    texts: dict[str, str]
    items: tuple[str, ...]
    supported: bool


@dataclass(frozen=True)
class ToDecide:
    """A proposal as an approver sees it: no case, no persons. ``may_decide``: it is not their own."""

    release: PublicRelease
    version: int
    audience_words: str
    lines: tuple[OpenedLine, ...]
    reasons: str
    proposed_by: str
    proposed_at: dt.datetime
    may_decide: bool


@dataclass(frozen=True)
class OpenedDossier:
    """A release with its confidential side, for the people of its case."""

    release: PublicRelease
    case_id: UUID
    version: int
    state_words: str
    audience_words: str
    lines: tuple[OpenedLine, ...]
    reasons: str
    proposed_by: str
    decided_by: str | None
    decided_at: dt.datetime | None
    withdrawn_by: str | None


@dataclass(frozen=True)
class Ledger:
    """All releases of a case, the newest first, with its consents and decisions."""

    releases: tuple[OpenedDossier, ...]
    consents: tuple[OpenedConsent, ...]
    decisions: tuple[OpenedDecision, ...]


def open_ledger(case: Case) -> Ledger:
    dossiers = Dossier.objects.filter(case=case).order_by("-version")
    decisions = BestInterests.objects.filter(case=case).select_related("proposed_by", "confirmed_by").order_by("pk")
    return Ledger(
        releases=tuple(
            open_dossier(dossier)
            for dossier in dossiers.select_related("release", "proposed_by", "decided_by", "withdrawn_by")
        ),
        consents=tuple(open_consent(consent) for consent in Consent.objects.filter(case=case).order_by("pk")),
        decisions=tuple(open_decision(decision) for decision in decisions),
    )


def open_dossier(dossier: Dossier) -> OpenedDossier:
    release = dossier.release
    return OpenedDossier(
        release=release,
        case_id=dossier.case_id,
        version=dossier.version,
        state_words=str(PublicRelease.State(release.state).label),
        audience_words=str(Audience(release.audience).label),
        lines=_lines(dossier),
        reasons=_reasons(dossier),
        proposed_by=dossier.proposed_by.name,
        decided_by=_name(dossier.decided_by),
        decided_at=dossier.decided_at,
        withdrawn_by=_name(dossier.withdrawn_by),
    )


def open_to_decide(dossier: Dossier, *, may_decide: bool) -> ToDecide:
    return ToDecide(
        release=dossier.release,
        version=dossier.version,
        audience_words=str(Audience(dossier.release.audience).label),
        lines=_lines(dossier),
        reasons=_reasons(dossier),
        proposed_by=dossier.proposed_by.name,
        proposed_at=dossier.release.proposed_at,
        may_decide=may_decide,
    )


def open_consent(consent: Consent) -> OpenedConsent:
    case_id, today = consent.case_id, dt.datetime.now(dt.UTC).date()
    return OpenedConsent(
        id=consent.pk,
        person=consent.person_id,
        item=consent.item,
        item_words=str(Item(consent.item).label),
        audience=consent.audience,
        audience_words=str(Audience(consent.audience).label),
        until=consent.until,
        giver=vault.open_text(case_id, contexts.giver(case_id), consent.sealed_giver),
        how=vault.open_text(case_id, contexts.how(case_id), consent.sealed_how),
        recorded_at=consent.recorded_at,
        withdrawn_at=consent.withdrawn_at,
        current=consent.withdrawn_at is None and (consent.until is None or consent.until >= today),
    )


def open_decision(decision: BestInterests) -> OpenedDecision:
    case_id = decision.case_id
    return OpenedDecision(
        id=decision.pk,
        person=decision.person_id,
        item=decision.item,
        item_words=str(Item(decision.item).label),
        audience=decision.audience,
        audience_words=str(Audience(decision.audience).label),
        until=decision.until,
        reasons=vault.open_text(case_id, contexts.best_interests(case_id), decision.sealed_reasons),
        proposed_by=decision.proposed_by.name,
        confirmed_by=_name(decision.confirmed_by),
        withdrawn_at=decision.withdrawn_at,
    )


def _lines(dossier: Dossier) -> tuple[OpenedLine, ...]:
    texts: dict[int, dict[str, str]] = {}
    for statement in Statement.objects.filter(release_id=dossier.release_id).order_by("position", "language"):
        texts.setdefault(statement.position, {})[statement.language] = statement.text
    items: dict[int, dict[str, None]] = {}
    for basis in Basis.objects.filter(dossier=dossier).order_by("position", "pk"):
        items.setdefault(basis.position, {})[str(Item(basis.item).label)] = None
    missing = set(lines_without_basis(dossier.release_id))
    return tuple(
        OpenedLine(position, said, tuple(items.get(position, ())), position not in missing)
        for position, said in sorted(texts.items())
    )


def _reasons(dossier: Dossier) -> str:
    return vault.open_text(dossier.case_id, contexts.dossier(dossier.release_id), dossier.sealed_reasons)


def _name(staff: Staff | None) -> str | None:
    return staff.name if staff is not None else None
