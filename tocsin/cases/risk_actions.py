"""Judging who may come to harm over a case, and when to look again."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, policy, vault
from .models import Case, Risk

LONGEST = dt.timedelta(days=366)


@action("cases.risk_assessed", policy=policy.may_work)
def assess_risk(*, actor: Actor, case: Case, circle: str, level: str, reasons: str, review_on: dt.date) -> Done[Risk]:
    """Judge the risk to one circle of people anew; it is looked at again within a year. Earlier judgements stay."""
    today = timezone.localdate()
    if not today <= review_on <= today + LONGEST:
        raise Refused(
            _("The day of the review is past, or more than a year away."),
            _("Choose a day within the next year."),
            code="review_day",
        )
    circle = Risk.Circle(circle)
    risk = Risk.objects.create(
        case=case,
        circle=circle,
        level=Risk.Level(level),
        sealed_reasons=vault.seal(case.pk, contexts.risk(case.pk, circle), reasons),
        review_on=review_on,
        by_id=actor.person,
    )
    return Done(risk, subject=f"case:{case.pk}", detail={"circle": risk.circle, "level": risk.level})
