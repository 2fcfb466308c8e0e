"""Reading who has access, what was taken out and how long the case is kept. Reasons are opened for those who may know
them: the case's people, and, of what waits for a second person, an approver, who learns no case.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.core.actions import Actor, NotPermitted

from . import access, access_contexts, numbers, queries, retention, vault
from .access_opened import OpenedAccess, OpenedDestruction, OpenedEmergency, OpenedExport, OpenedHold
from .export_actions import WAITS
from .models import Case
from .models.access import CaseExport, CaseView, Destruction, EmergencyOpening, LegalHold
from .retention import APPROVAL_LASTS, is_stale
from .viewing import record_view, record_views, views_of

M = TypeVar("M", CaseExport, Destruction)


def opened_access(actor: Actor, case: Case) -> OpenedAccess:
    """For the case's people. Raises NotPermitted, KeyMissing, SealingError."""
    case = queries.case_for(actor, case.pk)
    record_view(actor, case, CaseView.What.ACCESS)
    holds = [_hold(one) for one in LegalHold.objects.filter(case=case).select_related("set_by", "lifted_by")]
    emergencies = EmergencyOpening.objects.filter(case=case).select_related("staff").order_by("-opened_at")
    exported = _exports().filter(case=case).order_by("-requested_at")
    destruction = _destructions().filter(case=case).first()
    return OpenedAccess(
        number=number_of(case),
        own=access.is_assigned(actor, case),
        emergencies=tuple(_emergency(actor, one) for one in emergencies),
        exports=tuple(_export(actor, one) for one in exported),
        hold=next((one for one in holds if one.lifted_at is None), None),
        earlier_holds=tuple(one for one in holds if one.lifted_at is not None),
        review=retention.review_of(case),
        destruction=_destruction(actor, destruction) if destruction else None,
        views=tuple(views_of(case)),
    )


def number_of(case: Case) -> str:
    """As it is said on the telephone. For those who may see the case."""
    return numbers.spoken(case.number.digits)


def exports_waiting(actor: Actor) -> QuerySet[CaseExport]:
    """The requests for which the actor may be the second person, unopened."""
    waiting = _exports().filter(state=CaseExport.State.REQUESTED, requested_at__gt=timezone.now() - WAITS)
    return _for_a_second(actor, waiting.exclude(requested_by=actor.staff_id)).order_by("requested_at")


def destructions_waiting(actor: Actor) -> QuerySet[Destruction]:
    """The proposals for which the actor may be the second person, unopened."""
    waiting = _destructions().filter(approved_at__isnull=True).exclude(proposed_by=actor.staff_id)
    return _for_a_second(actor, waiting).order_by("proposed_at")


def exports_to_decide(actor: Actor) -> list[OpenedExport]:
    """``exports_waiting`` with their reasons; each reading of one is logged."""
    found = list(exports_waiting(actor))
    record_views(actor, [(one.case_id, CaseView.What.ACCESS, one.pk) for one in found])
    return [_export(actor, one) for one in found]


def destructions_to_decide(actor: Actor) -> list[OpenedDestruction]:
    """``destructions_waiting`` with their reasons; each reading of one is logged."""
    found = list(destructions_waiting(actor))
    record_views(actor, [(one.case_id, CaseView.What.ACCESS, one.pk) for one in found])
    return [_destruction(actor, one) for one in found]


def export_for(actor: Actor, case: Case, export_id: UUID) -> CaseExport:
    """An export of one of the actor's cases. Raises NotPermitted."""
    found = CaseExport.objects.filter(pk=export_id, case=queries.case_for(actor, case.pk)).first()
    if found is None:
        raise NotPermitted(_("There is no such export."), code="not_found")
    return found


def destruction_for(actor: Actor, case: Case, destruction_id: UUID) -> Destruction:
    """What is proposed for one of the actor's cases. Raises NotPermitted."""
    found = _destructions().filter(pk=destruction_id, case=queries.case_for(actor, case.pk)).first()
    if found is None:
        raise NotPermitted(_("There is nothing of the kind."), code="not_found")
    return found


def emergency_for(actor: Actor, case: Case, opening_id: UUID) -> EmergencyOpening:
    """An emergency opening of one of the actor's cases. Raises NotPermitted."""
    found = EmergencyOpening.objects.filter(pk=opening_id, case=queries.case_for(actor, case.pk)).first()
    if found is None:
        raise NotPermitted(_("There is nothing of the kind."), code="not_found")
    return found


def _for_a_second(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """Of the actor's own cases, or, for approvers, of any whose key is here."""
    if Role.APPROVER not in actor.roles:
        return rows.filter(case__in=access.own_ids(actor))
    alive = {pk for pk in rows.values_list("case_id", flat=True) if vault.holds(pk)}
    return rows.filter(case__in=alive & set(access.standing().values_list("pk", flat=True)))


def _exports() -> QuerySet[CaseExport]:
    return CaseExport.objects.select_related("requested_by", "decided_by")


def _destructions() -> QuerySet[Destruction]:
    rows = Destruction.objects.filter(called_off_at__isnull=True, begun_at__isnull=True)
    return rows.select_related("proposed_by", "approved_by", "case")


def _emergency(actor: Actor, one: EmergencyOpening) -> OpenedEmergency:
    now = timezone.now()
    return OpenedEmergency(
        id=one.pk,
        who=one.staff.name,
        mine=one.staff_id == actor.staff_id,
        reason=vault.open_text(one.case_id, access_contexts.emergency(one.pk), one.sealed_reason),
        opened_at=one.opened_at,
        ends_at=one.ends_at,
        ended_at=one.ended_at,
        standing=one.ended_at is None and one.ends_at > now,
    )


def _export(actor: Actor, one: CaseExport) -> OpenedExport:
    now, state = timezone.now(), CaseExport.State(one.state)
    return OpenedExport(
        id=one.pk,
        case_id=one.case_id,
        form_words=str(CaseExport.Form(one.form).label),
        state=one.state,
        state_words=str(state.label),
        reason=vault.open_text(one.case_id, access_contexts.export_reason(one.pk), one.sealed_reason),
        encrypted=bool(vault.open_text(one.case_id, access_contexts.export_recipient(one.pk), one.sealed_recipient)),
        requested_by=one.requested_by.name,
        requested_at=one.requested_at,
        mine=one.requested_by_id == actor.staff_id,
        decided_by=one.decided_by.name if one.decided_by else None,
        expires_at=one.expires_at,
        downloads=one.downloads,
        waits=state == CaseExport.State.REQUESTED and one.requested_at + WAITS > now,
        ready=one.sealed_body is not None and one.expires_at is not None and one.expires_at > now,
    )


def _hold(one: LegalHold) -> OpenedHold:
    lifted = one.sealed_lift_reason
    return OpenedHold(
        reason=vault.open_text(one.case_id, access_contexts.hold(one.case_id), one.sealed_reason),
        set_by=one.set_by.name,
        set_at=one.set_at,
        lifted_by=one.lifted_by.name if one.lifted_by else None,
        lifted_at=one.lifted_at,
        lift_reason=vault.open_text(one.case_id, access_contexts.hold_lifted(one.case_id), lifted) if lifted else "",
    )


def _destruction(actor: Actor, one: Destruction) -> OpenedDestruction:
    return OpenedDestruction(
        id=one.pk,
        case_id=one.case_id,
        reason=vault.open_text(one.case_id, access_contexts.destruction(one.pk), one.sealed_reason),
        on_day=one.on_day,
        proposed_by=one.proposed_by.name,
        proposed_at=one.proposed_at,
        mine=one.proposed_by_id == actor.staff_id,
        approved_by=one.approved_by.name if one.approved_by else None,
        until=one.approved_at + APPROVAL_LASTS if one.approved_at and not one.on_day else None,
        stale=is_stale(one),
    )
