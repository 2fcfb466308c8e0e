"""Consents as they were given, and decisions in somebody's best interests where no consent can be had."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import vault
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, policy
from .bases import releases_resting_on
from .models import Audience, BestInterests, Consent, Item, PublicRelease


@action("disclosure.consent_recorded", policy=policy.may_work)
def record_consent(
    *,
    actor: Actor,
    case: Case,
    person: Person | None,
    item: str,
    audience: str,
    until: dt.date | None,
    giver: str,
    how: str,
) -> Done[Consent]:
    """``giver`` agreed that ``item`` of ``person`` (None: of the group) may be told to ``audience``, until a day."""
    _require_of_case(person, case)
    consent = Consent.objects.create(
        case=case,
        person=person,
        item=Item(item),
        audience=Audience(audience),
        until=until,
        sealed_giver=vault.seal(case.pk, contexts.giver(case.pk), giver),
        sealed_how=vault.seal(case.pk, contexts.how(case.pk), how),
        recorded_by_id=actor.person,
    )
    return Done(consent, subject=f"consent:{consent.pk}", detail=_facts(consent))


@action("disclosure.consent_withdrawn", policy=policy.may_withdraw_consent)
def withdraw_consent(*, actor: Actor, consent: Consent) -> Done[list[PublicRelease]]:
    """The consent ends now. The result: the approved releases that rest on it.

    They can no longer be published anew; what is published of them goes dark with ``withdraw_release``.
    """
    if Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()) != 1:
        raise Refused(_("This consent has been withdrawn already."), code="withdrawn")
    consent.refresh_from_db()
    releases = releases_resting_on(consent)
    facts = {**_facts(consent), "releases": [str(release.pk) for release in releases]}
    return Done(releases, subject=f"consent:{consent.pk}", detail=facts)


@action("disclosure.best_interests_proposed", policy=policy.may_work)
def propose_best_interests(
    *, actor: Actor, case: Case, person: Person | None, item: str, audience: str, until: dt.date | None, reasons: str
) -> Done[BestInterests]:
    """Propose that telling is in the person's best interests, where consent cannot be had. Needs reasons."""
    _require_of_case(person, case)
    if not reasons.strip():
        raise Refused(_("A decision without consent needs its reasons."), _("Write them down."), code="no_reasons")
    decision = BestInterests.objects.create(
        case=case,
        person=person,
        item=Item(item),
        audience=Audience(audience),
        until=until,
        sealed_reasons=vault.seal(case.pk, contexts.best_interests(case.pk), reasons),
        proposed_by_id=actor.person,
    )
    return Done(decision, subject=f"best_interests:{decision.pk}", detail=_facts(decision))


@action("disclosure.best_interests_confirmed", policy=policy.may_confirm)
def confirm_best_interests(*, actor: Actor, decision: BestInterests) -> Done[BestInterests]:
    """The second person agrees; from now on lines may rest on it."""
    waiting = BestInterests.objects.filter(pk=decision.pk, confirmed_by__isnull=True, withdrawn_at__isnull=True)
    if waiting.update(confirmed_by_id=actor.person) != 1:
        raise Refused(_("This decision does not wait to be confirmed."), code="not_proposed")
    decision.refresh_from_db()
    return Done(decision, subject=f"best_interests:{decision.pk}", detail=_facts(decision))


@action("disclosure.best_interests_withdrawn", policy=policy.may_withdraw_decision)
def withdraw_best_interests(*, actor: Actor, decision: BestInterests) -> Done[BestInterests]:
    """The decision ends now; what rests on it can no longer be published."""
    standing = BestInterests.objects.filter(pk=decision.pk, withdrawn_at__isnull=True)
    if standing.update(withdrawn_at=timezone.now()) != 1:
        raise Refused(_("This decision has been withdrawn already."), code="withdrawn")
    decision.refresh_from_db()
    return Done(decision, subject=f"best_interests:{decision.pk}", detail=_facts(decision))


def _require_of_case(person: Person | None, case: Case) -> None:
    if person is not None and person.case_id != case.pk:
        raise Refused(_("This person is not of this case."), code="other_case")


def _facts(row: Consent | BestInterests) -> dict[str, str]:
    return {"case": str(row.case_id), "item": row.item, "audience": row.audience}
