"""Opening a case file with its key. For ``queries.opened_case``, which asks who wants to know."""

from __future__ import annotations

import json
from typing import Any

from tocsin.core.sealing import SecretKey

from . import contexts
from .models import (
    Attachment,
    Case,
    Confirmation,
    Earlier,
    Event,
    HeadlineCount,
    Information,
    Intervention,
    Involvement,
    Reliability,
    Risk,
    Tie,
)
from .opened import (
    OpenedAttachment,
    OpenedCase,
    OpenedCount,
    OpenedEarlier,
    OpenedEndedTie,
    OpenedEvent,
    OpenedInformation,
    OpenedIntervention,
    OpenedInvolvement,
    OpenedRisk,
    OpenedStaff,
    OpenedTie,
)
from .opening_persons import open_person, open_sealed
from .places import Place
from .vault import case_key


def open_case_file(case: Case) -> OpenedCase:
    """The whole file in plain text, without the bytes of attachments. Raises KeyMissing, KeyExposed, SealingError."""
    key = case_key(case.pk)
    persons = case.persons.prefetch_related("names", "fates", "whereabouts", "details").order_by("added_at", "pk")
    events = [
        (event.struck_at, open_event(key, event))
        for event in case.events.prefetch_related("involvements", "information")
    ]
    standing = case.assignments.filter(ended_at__isnull=True).select_related("staff").order_by("assigned_at", "pk")
    earlier = tuple(_earlier(key, one) for one in case.earlier.select_related("by"))
    ties = [(tie, _tie(tie)) for tie in case.ties.order_by("pk")]
    return OpenedCase(
        id=case.pk,
        title=open_sealed(key, contexts.title(case.pk), case.sealed_title),
        state=case.state,
        opened_at=case.opened_at,
        headline_count=case.headline_count,
        persons=tuple(open_person(key, person) for person in persons),
        ties=tuple(opened for tie, opened in ties if tie.ended_at is None),
        events=tuple(event for struck, event in events if struck is None),
        interventions=tuple(open_intervention(key, one) for one in case.interventions.all()),
        staff=tuple(OpenedStaff(one.staff_id, one.staff.name, one.assigned_at) for one in standing),
        ended_ties=tuple(_ended(opened, earlier) for tie, opened in ties if tie.ended_at is not None),
        struck_events=tuple(event for struck, event in events if struck is not None),
        risks=tuple(_risk(key, risk) for risk in case.risks.select_related("by")),
        counts=tuple(_count(key, one) for one in case.headline_counts.select_related("set_by").order_by("pk")),
        attachments=tuple(open_attachment(key, one) for one in case.attachments.defer("sealed_body")),
        earlier=earlier,
    )


def open_event(key: SecretKey, event: Event) -> OpenedEvent:
    """One event in plain text."""
    case_id = event.case_id
    details = _json(key, contexts.event_details(case_id), event.sealed_details)
    return OpenedEvent(
        id=event.pk,
        kind=event.kind,
        kind_words=str(Event.Kind(event.kind).label),
        happened=event.happened,
        count=event.count,
        place=Place.from_json(open_sealed(key, contexts.event_place(case_id), event.sealed_place)),
        account=open_sealed(key, contexts.event_account(case_id), event.sealed_account),
        information=tuple(_information(key, event, one) for one in event.information.all()),
        involved=tuple(_involved(one) for one in event.involvements.all()),
        act=details.get("act", ""),
        perpetrator=details.get("perpetrator", ""),
    )


def open_intervention(key: SecretKey, intervention: Intervention) -> OpenedIntervention:
    """One intervention in plain text."""
    case_id = intervention.case_id
    return OpenedIntervention(
        id=intervention.pk,
        kind=intervention.kind,
        kind_words=str(Intervention.Kind(intervention.kind).label),
        began=intervention.began,
        ended=intervention.ended,
        account=open_sealed(key, contexts.intervention(case_id), intervention.sealed_account),
        **_json(key, contexts.intervention_details(case_id), intervention.sealed_details),
    )


def open_attachment(key: SecretKey, attachment: Attachment) -> OpenedAttachment:
    """What is known of a file, without its bytes."""
    told = _json(key, contexts.attachment_metadata(attachment.pk), attachment.sealed_metadata)
    return OpenedAttachment(
        id=attachment.pk,
        person=attachment.person_id,
        kind=attachment.kind,
        kind_words=str(Attachment.Kind(attachment.kind).label),
        file_name=told["file_name"],
        content_type=told["content_type"],
        size=attachment.size,
        added_at=attachment.added_at,
        metadata=tuple((name, value) for name, value in told["says"]),
        ended=attachment.ended_at is not None,
    )


def _json(key: SecretKey, context: str, value: bytes | memoryview | None) -> dict[str, Any]:
    return dict(json.loads(open_sealed(key, context, value))) if value is not None else {}


def _tie(tie: Tie) -> OpenedTie:
    return OpenedTie(tie.pk, tie.person_id, tie.relative_id, tie.kind, str(Tie.Kind(tie.kind).label), tie.certainty)


def _ended(tie: OpenedTie, earlier: tuple[OpenedEarlier, ...]) -> OpenedEndedTie:
    kept = next(one for one in earlier if one.subject == f"tie:{tie.id}")
    return OpenedEndedTie(tie, kept.at, kept.by, kept.reason)


def _information(key: SecretKey, event: Event, one: Information) -> OpenedInformation:
    words = _json(key, contexts.information(event.case_id), one.sealed_words)
    return OpenedInformation(
        id=one.pk,
        report=one.report_id,
        source=words.get("source", ""),
        how_known=words.get("how_known", ""),
        reliability=one.reliability,
        reliability_words=str(Reliability(one.reliability).label),
        confirmation=one.confirmation,
        confirmation_words=str(Confirmation(one.confirmation).label),
        received=one.received,
    )


def _involved(one: Involvement) -> OpenedInvolvement:
    return OpenedInvolvement(one.person_id, one.role, str(Involvement.Role(one.role).label))


def _risk(key: SecretKey, risk: Risk) -> OpenedRisk:
    return OpenedRisk(
        circle=risk.circle,
        circle_words=str(Risk.Circle(risk.circle).label),
        level=risk.level,
        level_words=str(Risk.Level(risk.level).label),
        reasons=open_sealed(key, contexts.risk(risk.case_id, risk.circle), risk.sealed_reasons),
        review_on=risk.review_on,
        at=risk.at,
        by=risk.by.name,
    )


def _count(key: SecretKey, one: HeadlineCount) -> OpenedCount:
    why = open_sealed(key, contexts.why_count(one.case_id), one.sealed_why) if one.sealed_why is not None else ""
    return OpenedCount(one.count, one.set_at, one.set_by.name, why)


def _earlier(key: SecretKey, one: Earlier) -> OpenedEarlier:
    context = contexts.earlier(one.case_id, one.subject)
    return OpenedEarlier(
        subject=one.subject,
        at=one.at,
        by=one.by.name,
        reason=open_sealed(key, context, one.sealed_reason),
        told=_json(key, context, one.sealed_told),
    )
