"""Decisions in somebody's best interests, where no consent can be had: grounds, two people, a day to look again."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import vault
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, policy
from .bases import refusals_against, today
from .darkening import darken_unsupported
from .grounds import Grounds, require_grounds, sealable
from .models import Audience, BestInterests, Item, PublicRelease, Settlement

# A decision made for somebody is looked at again within so many days.
LONGEST_REVIEW = dt.timedelta(days=366)
USUAL_REVIEW = dt.timedelta(days=90)


@action("disclosure.best_interests_proposed", policy=policy.may_work)
def propose_best_interests(
    *,
    actor: Actor,
    case: Case,
    person: Person | None,
    item: str,
    audience: str,
    until: dt.date | None,
    grounds: Grounds,
    review_on: dt.date | None = None,
) -> Done[BestInterests]:
    """Propose that telling is in the person's best interests. It settles each standing no that others may outweigh.

    ``review_on``: a year from now at most, else USUAL_REVIEW from now. Raises Refused: no_reasons, review, own_no.
    """
    if person is not None and person.case_id != case.pk:
        raise Refused(_("This person is not of this case."), code="other_case")
    require_grounds(grounds)
    decision = BestInterests.objects.create(
        case=case,
        person=person,
        item=Item(item),
        audience=Audience(audience),
        until=until,
        review_on=_review(review_on),
        sealed_reasons=vault.seal(case.pk, contexts.best_interests(case.pk), sealable(grounds)),
        proposed_by_id=actor.person,
    )
    settled = _settle(decision)
    return Done(decision, subject=f"best_interests:{decision.pk}", detail={**_facts(decision), "settles": settled})


@action("disclosure.best_interests_confirmed", policy=policy.may_confirm)
def confirm_best_interests(*, actor: Actor, decision: BestInterests) -> Done[BestInterests]:
    """The second person agrees; from now on lines may rest on it, and what it settles is settled."""
    waiting = BestInterests.objects.filter(pk=decision.pk, confirmed_by__isnull=True, withdrawn_at__isnull=True)
    if waiting.update(confirmed_by_id=actor.person) != 1:
        raise Refused(
            _("This decision does not wait to be confirmed."), _("Look at the case as it is now."), code="not_proposed"
        )
    decision.refresh_from_db()
    return Done(decision, subject=f"best_interests:{decision.pk}", detail=_facts(decision))


@action("disclosure.best_interests_withdrawn", policy=policy.may_withdraw_decision)
def withdraw_best_interests(*, actor: Actor, decision: BestInterests) -> Done[list[PublicRelease]]:
    """The decision ends now. The result: the live releases that rested on it, which are withdrawn with it."""
    standing = BestInterests.objects.filter(pk=decision.pk, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=timezone.now()) != 1:
        raise Refused(
            _("This decision has been withdrawn already."), _("Nothing more is to be done."), code="withdrawn"
        )
    decision.refresh_from_db()
    dark = darken_unsupported(actor, decision.case)
    facts = {**_facts(decision), "releases": [str(release.pk) for release in dark]}
    return Done(dark, subject=f"best_interests:{decision.pk}", detail=facts)


def _settle(decision: BestInterests) -> int:
    """Name every no that stands against it now. Raises Refused where one of them binds."""
    against = refusals_against(decision.case, decision.person, decision.item, decision.audience)
    refusals = list(against.order_by("pk"))
    if any(refusal.binding for refusal in refusals):
        raise Refused(
            _("This person has said no for themselves. A grown person's own no is outweighed by nobody."),
            _("Leave it out, or ask them again: only they can take it back."),
            code="own_no",
        )
    Settlement.objects.bulk_create(Settlement(decision=decision, refusal=refusal) for refusal in refusals)
    return len(refusals)


def _review(day: dt.date | None) -> dt.date:
    chosen = day or today() + USUAL_REVIEW
    if not today() <= chosen <= today() + LONGEST_REVIEW:
        raise Refused(
            _("A decision made for somebody is looked at again within a year."),
            _("Choose a day within the next twelve months."),
            code="review",
        )
    return chosen


def _facts(row: BestInterests) -> dict[str, str]:
    return {"case": str(row.case_id), "item": row.item, "audience": row.audience}
