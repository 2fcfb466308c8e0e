"""Opening the door's records with their case's key, for those who may read them (``queries`` asks that)."""

from __future__ import annotations

from dataclasses import replace

from tocsin.accounts.models import Staff
from tocsin.cases import vault
from tocsin.cases.models import Case

from . import contexts, pictures, withdrawn_words
from .bases import current_decisions, lines_in_conflict, lines_without_basis, today
from .grounds import Reasons, read_grounds, read_reasons
from .models import (
    Audience,
    Basis,
    BestInterests,
    Consent,
    Dossier,
    FamilyCode,
    Item,
    Obtained,
    PublicRelease,
    Relation,
    Settlement,
)
from .opened import Ledger, OpenedBasis, OpenedCode, OpenedConsent, OpenedDecision, OpenedDossier, OpenedLine, ToDecide


def open_ledger(case: Case) -> Ledger:
    """Raises KeyMissing, SealingError."""
    dossiers = Dossier.objects.filter(case=case).order_by("-version")
    codes = FamilyCode.objects.filter(case=case).select_related("made_by").order_by("-pk")
    return Ledger(
        releases=tuple(
            open_dossier(dossier)
            for dossier in dossiers.select_related("release", "proposed_by", "decided_by", "withdrawn_by")
        ),
        consents=open_consents(case),
        decisions=open_decisions(case),
        codes=tuple(open_code(code) for code in codes),
    )


def open_consents(case: Case) -> tuple[OpenedConsent, ...]:
    rows = Consent.objects.filter(case=case).select_related("recorded_by").order_by("pk")
    settled = settled_refusals(case)
    return tuple(open_consent(row, settled=row.pk in settled and not row.binding) for row in rows)


def open_decisions(case: Case) -> tuple[OpenedDecision, ...]:
    rows = BestInterests.objects.filter(case=case).select_related("proposed_by", "confirmed_by").order_by("pk")
    return tuple(open_decision(row) for row in rows)


def settled_refusals(case: Case) -> frozenset[int]:
    """The refusals that a standing decision of two people knew of."""
    told = Settlement.objects.filter(decision__in=current_decisions(case))
    return frozenset(told.values_list("refusal_id", flat=True))


def open_dossier(dossier: Dossier) -> OpenedDossier:
    release = dossier.release
    older = Dossier.objects.filter(release=release.corrects_id, case=dossier.case_id).first()
    newer = Dossier.objects.filter(release__corrects=release, case=dossier.case_id).order_by("version")
    return OpenedDossier(
        release=release,
        case_id=dossier.case_id,
        version=dossier.version,
        state_words=str(PublicRelease.State(release.state).label),
        audience_words=str(Audience(release.audience).label),
        lines=open_lines(dossier),
        reasons=_reasons(dossier),
        proposed_by=dossier.proposed_by.name,
        decided_by=_name(dossier.decided_by),
        decided_at=dossier.decided_at,
        withdrawn_by=_name(dossier.withdrawn_by),
        ended_words=str(Dossier.Ending(dossier.ended_by).label) if dossier.ended_by else "",
        corrects=older.version if older is not None else None,
        corrected_by=tuple(newer.values_list("version", flat=True)),
        older=open_lines(older) if older is not None else (),
    )


def open_to_decide(dossier: Dossier, *, may_decide: bool) -> ToDecide:
    older = Dossier.objects.filter(release=dossier.release.corrects_id, case=dossier.case_id).first()
    return ToDecide(
        release=dossier.release,
        version=dossier.version,
        audience_words=str(Audience(dossier.release.audience).label),
        lines=tuple(_without_persons(line) for line in open_lines(dossier)),
        reasons=_reasons(dossier),
        proposed_by=dossier.proposed_by.name,
        proposed_at=dossier.release.proposed_at,
        may_decide=may_decide,
        older=tuple(_without_persons(line) for line in open_lines(older)) if older is not None else (),
    )


def open_consent(consent: Consent, *, settled: bool = False) -> OpenedConsent:
    case_id, day = consent.case_id, today()
    current = consent.withdrawn_at is None and (consent.until is None or consent.until >= day)
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
        current=current,
        yes=consent.answer == Consent.Answer.YES,
        carries=consent.carries,
        binding=consent.binding,
        relation=consent.relation,
        relation_words=str(Relation(consent.relation).label),
        obtained_words=str(Obtained(consent.obtained).label),
        given_on=consent.given_on,
        language=consent.language,
        explained=_explained(consent),
        conversation=consent.conversation,
        recorded_by=consent.recorded_by.name,
        settled=settled,
        days_left=(consent.until - day).days if current and consent.until is not None else None,
    )


def open_decision(decision: BestInterests) -> OpenedDecision:
    case_id, day = decision.case_id, today()
    current = decision.withdrawn_at is None and (decision.until is None or decision.until >= day)
    return OpenedDecision(
        id=decision.pk,
        person=decision.person_id,
        item=decision.item,
        item_words=str(Item(decision.item).label),
        audience=decision.audience,
        audience_words=str(Audience(decision.audience).label),
        until=decision.until,
        review_on=decision.review_on,
        review_due=current and decision.review_on is not None and decision.review_on <= day,
        grounds=read_grounds(vault.open_text(case_id, contexts.best_interests(case_id), decision.sealed_reasons)),
        settles=Settlement.objects.filter(decision=decision).count(),
        proposed_by=decision.proposed_by.name,
        confirmed_by=_name(decision.confirmed_by),
        withdrawn_at=decision.withdrawn_at,
        current=current,
    )


def open_code(code: FamilyCode) -> OpenedCode:
    return OpenedCode(
        id=code.pk,
        holder=vault.open_text(code.case_id, contexts.family_code(code.case_id), code.sealed_holder),
        made_by=code.made_by.name,
        made_at=code.made_at,
        revoked_at=code.revoked_at,
        used_at=code.used_at,
    )


def open_lines(dossier: Dossier) -> tuple[OpenedLine, ...]:
    """The exact words of a release, line by line, with what each rests on."""
    texts: dict[int, dict[str, str]] = {}
    for position, language, text in withdrawn_words.words(dossier.release):
        texts.setdefault(position, {})[language] = text
    bases: dict[int, list[OpenedBasis]] = {}
    for basis in Basis.objects.filter(dossier=dossier).order_by("position", "pk"):
        told = OpenedBasis(
            basis.person_id, basis.item, str(Item(basis.item).label), basis.consent_id, basis.best_interests_id
        )
        bases.setdefault(basis.position, []).append(told)
    shown = pictures.shown_now(dossier.release)
    missing, refused = set(lines_without_basis(dossier.release_id)), set(lines_in_conflict(dossier.release_id))
    return tuple(
        OpenedLine(
            position=position,
            texts=said,
            items=tuple(dict.fromkeys(basis.item_words for basis in bases.get(position, ()))),
            supported=position not in missing,
            refused=position in refused,
            bases=tuple(bases.get(position, ())),
            picture=shown.get(position),
        )
        for position, said in sorted(texts.items())
    )


def _without_persons(line: OpenedLine) -> OpenedLine:
    return replace(line, bases=())


def _explained(consent: Consent) -> str:
    """Empty for consents that were recorded before it was asked."""
    sealed = bytes(consent.sealed_explained)
    return vault.open_text(consent.case_id, contexts.explained(consent.case_id), sealed) if sealed else ""


def _reasons(dossier: Dossier) -> Reasons:
    sealed = dossier.sealed_reasons
    return read_reasons(vault.open_text(dossier.case_id, contexts.dossier(dossier.release_id), sealed))


def _name(staff: Staff | None) -> str | None:
    return staff.name if staff is not None else None
