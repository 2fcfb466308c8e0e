"""Opening a case, who works on it, and its count."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.accounts.models import Staff
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.counts import Count

from . import access, contexts, numbers, policy, vault
from .attachment_actions import add_attachment, end_attachment
from .event_actions import EventWords, RestsOn, add_information, correct_event, record_event, strike_event
from .fate_actions import record_fate, record_whereabouts
from .intervention_actions import InterventionWords, correct_intervention, record_intervention
from .models import Assignment, Case, HeadlineCount
from .person_actions import add_detail, add_name, add_person, correct_person, end_identifier
from .risk_actions import assess_risk
from .tie_actions import add_tie, end_tie

__all__ = [
    "EventWords",
    "InterventionWords",
    "RestsOn",
    "add_attachment",
    "add_detail",
    "add_information",
    "add_name",
    "add_person",
    "add_tie",
    "assess_risk",
    "assign_staff",
    "correct_event",
    "correct_intervention",
    "correct_person",
    "end_assignment",
    "end_attachment",
    "end_identifier",
    "end_tie",
    "open_case",
    "record_event",
    "record_fate",
    "record_intervention",
    "record_whereabouts",
    "set_headline_count",
    "strike_event",
]


@action("cases.case_opened", policy=policy.may_open)
def open_case(*, actor: Actor, title: str, count: Count | None = None) -> Done[Case]:
    """Open a case with a key of its own; who opens it is assigned to it."""
    case_id = uuid.uuid4()
    vault.new_key(case_id)
    sealed = vault.seal(case_id, contexts.title(case_id), title)
    case = Case.objects.create(id=case_id, sealed_title=sealed, headline_count=count)
    numbers.give(case)
    Assignment.objects.create(case=case, staff_id=actor.person)
    if count is not None:
        HeadlineCount.objects.create(case=case, count=count, set_by_id=actor.person)
    return Done(case, subject=f"case:{case.pk}")


@action("cases.staff_assigned", policy=policy.may_assign)
def assign_staff(*, actor: Actor, case: Case, staff: Staff) -> Done[Assignment]:
    """Let a caseworker into the case."""
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(case=case, staff=staff)
    except IntegrityError as error:
        raise Refused(_("This person is assigned already."), code="assigned") from error
    return Done(assignment, subject=f"case:{case.pk}", detail={"staff": staff.pk})


@action("cases.assignment_ended", policy=policy.may_let_out)
def end_assignment(*, actor: Actor, case: Case, staff: Staff) -> Done[Case]:
    """Let somebody out of the case; the last one cannot leave it."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    standing = case.assignments.filter(ended_at__isnull=True)
    if not access.people_of(case).exclude(pk=staff.pk).exists():
        raise Refused(
            _("A case cannot be left without anybody."), _("Assign somebody else first."), code="last_of_the_case"
        )
    if standing.filter(staff=staff).update(ended_at=timezone.now()) != 1:
        raise Refused(_("This person is not assigned."), code="not_assigned")
    return Done(case, subject=f"case:{case.pk}", detail={"staff": staff.pk})


@action("cases.headline_count_set", policy=policy.may_work)
def set_headline_count(*, actor: Actor, case: Case, count: Count, why: str = "") -> Done[Case]:
    """Say anew how many the case is about, and why; the earlier counts are kept."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    sealed = vault.seal(case.pk, contexts.why_count(case.pk), why.strip())
    HeadlineCount.objects.create(case=case, count=count, sealed_why=sealed, set_by_id=actor.person)
    case.headline_count = count
    case.save(update_fields=["headline_count"])
    return Done(case, subject=f"case:{case.pk}")
