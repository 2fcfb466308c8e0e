"""Consents and refusals as they were given. What is taken back, or refused, takes effect in the same transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import vault
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, policy
from .bases import today
from .children import may_be_child
from .darkening import darken_unsupported
from .models import FOR_A_CHILD, OF_ALL, Audience, Consent, Item, Obtained, PublicRelease, Relation

Answer = Consent.Answer


@dataclass(frozen=True)
class Conversation:
    """What is the same for all that somebody said at once: who, in what standing, how, when, in which language.

    ``how`` and ``explained`` are sealed words: how they were reached, and what they were told would happen.
    """

    giver: str
    how: str = ""
    relation: str = Relation.FAMILY
    obtained: str = Obtained.OTHER
    given_on: dt.date | None = None
    language: str = ""
    explained: str = ""


@dataclass(frozen=True)
class Said:
    """One answer: about a person (None: the group), an item, for an audience; yes or no; until a day, if any."""

    person: Person | None
    item: str
    audience: str
    answer: str = Answer.YES
    until: dt.date | None = None


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
    relation: str = Relation.FAMILY,
    obtained: str = Obtained.OTHER,
    given_on: dt.date | None = None,
    language: str = "",
    explained: str = "",
    answer: str = Answer.YES,
) -> Done[Consent]:
    """``giver`` agreed that ``item`` of ``person`` (None: of the group) may be told to ``audience``, or said no."""
    told = Conversation(giver, how, relation, obtained, given_on, language, explained)
    rows, facts = _record_all(actor, case, told, [Said(person, item, audience, answer, until)])
    return Done(rows[0], subject=f"consent:{rows[0].pk}", detail=facts)


@action("disclosure.conversation_recorded", policy=policy.may_work)
def record_conversation(*, actor: Actor, case: Case, told: Conversation, said: Iterable[Said]) -> Done[list[Consent]]:
    """Record all that somebody agreed to, or refused, in one conversation.

    What is live against a no goes dark at once. Raises Refused: other_case, for_whom, given_on, nothing_said.
    """
    answers = list(said)
    if not answers:
        raise Refused(_("Nothing was said."), _("Choose at least one yes or no."), code="nothing_said")
    rows, facts = _record_all(actor, case, told, answers)
    return Done(rows, subject=f"consent:{rows[0].pk}", detail=facts)


@action("disclosure.consent_withdrawn", policy=policy.may_withdraw_consent)
def withdraw_consent(*, actor: Actor, consent: Consent) -> Done[list[PublicRelease]]:
    """A yes, or a no, is taken back by its giver and ends now.

    The result: the live releases that rested on it, which are withdrawn in this transaction.
    """
    if Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()) != 1:
        raise Refused(_("This consent has been withdrawn already."), _("Nothing more is to be done."), code="withdrawn")
    consent.refresh_from_db()
    dark = darken_unsupported(actor, consent.case)
    facts = {
        "case": str(consent.case_id), "answer": consent.answer, "item": consent.item, "audience": consent.audience,
        "releases": [str(release.pk) for release in dark],
    }  # fmt: skip
    return Done(dark, subject=f"consent:{consent.pk}", detail=facts)


def _record_all(
    actor: Actor, case: Case, told: Conversation, answers: Sequence[Said]
) -> tuple[list[Consent], dict[str, object]]:
    """The rows, and what the audit says of them; whatever is live against a no among them is dark."""
    conversation = uuid.uuid4()
    rows = [_record(actor, case, told, one, conversation) for one in answers]
    dark = darken_unsupported(actor, case) if any(row.answer == Answer.NO for row in rows) else []
    return rows, {
        "case": str(case.pk),
        "said": [f"{row.answer} {row.item} {row.audience}" for row in rows],
        "releases": [str(release.pk) for release in dark],
    }


def _record(actor: Actor, case: Case, told: Conversation, one: Said, conversation: UUID) -> Consent:
    _require_sound(case, told, one)
    childs = one.person is not None and may_be_child(one.person)
    own = told.relation == Relation.SELF
    yes = Answer(one.answer) == Answer.YES
    return Consent.objects.create(
        case=case,
        person=one.person,
        item=Item(one.item),
        audience=Audience(one.audience),
        until=one.until,
        answer=Answer(one.answer),
        carries=yes and (not childs or told.relation in FOR_A_CHILD),
        binding=not yes and own and not childs,
        relation=Relation(told.relation),
        obtained=Obtained(told.obtained),
        given_on=told.given_on or today(),
        language=told.language,
        conversation=conversation,
        sealed_giver=vault.seal(case.pk, contexts.giver(case.pk), told.giver),
        sealed_how=vault.seal(case.pk, contexts.how(case.pk), told.how),
        sealed_explained=vault.seal(case.pk, contexts.explained(case.pk), told.explained),
        recorded_by_id=actor.person,
    )


def _require_sound(case: Case, told: Conversation, one: Said) -> None:
    if one.person is not None and one.person.case_id != case.pk:
        raise Refused(_("This person is not of this case."), code="other_case")
    if one.person is None and told.relation == Relation.SELF:
        raise Refused(
            _("Nobody speaks for a whole group for themselves."),
            _("Choose in what standing they speak for it, or the person whom it is about."),
            code="for_whom",
        )
    if told.given_on is not None and told.given_on > today() + dt.timedelta(days=1):
        raise Refused(_("This day has not come yet."), _("Give the day on which it was said."), code="given_on")
    if one.person is None and one.item not in OF_ALL:
        raise Refused(
            _("Of the group as a whole: how many, what happened, and where."),
            _("The rest is agreed to for each person."),
            code="for_whom",
        )
