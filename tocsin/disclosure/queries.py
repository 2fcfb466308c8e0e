"""Reading releases and what they rest on; each person as much as they need to know, filtered in SQL."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role
from tocsin.cases import queries as cases
from tocsin.cases import vault
from tocsin.cases.models import Case, CaseView
from tocsin.cases.viewing import record_view, record_views
from tocsin.core.actions import Actor, NotPermitted, Refused

from . import opened, opening, release_lock, withdrawn_words
from .bases import current, current_consents, lines_without_basis, require_bases, standing_refusals, today
from .darkening import Ends, ends_soon
from .hours import LATE, embargo
from .models import Audience, BestInterests, Consent, Dossier, Item, PublicRelease, ReleasePicture, Statement
from .pictures import ToldPicture, pictures_of, shown_by
from .watch import Attention, GuardRefusal, attention, guard_refusals
from .words import words_sha256

__all__ = [
    "Attention",
    "Ends",
    "GuardRefusal",
    "ToldPicture",
    "attention",
    "correctable",
    "decisions_to_confirm",
    "dossier_for",
    "due_releases",
    "embargoed",
    "ends_soon",
    "guard_refusals",
    "languages",
    "ledger",
    "missed_hours",
    "open_refusals",
    "pictures_of",
    "preparable",
    "require_preparable",
    "require_publishable",
    "reviews_due",
    "statements",
    "to_decide",
    "verify_words",
]


ENDED = (PublicRelease.State.WITHDRAWN, PublicRelease.State.ABORTED)


def statements(release: PublicRelease, language: str) -> list[str]:
    """The release's lines in one language, in order, without those that describe its pictures (``pictures_of``)."""
    lines = Statement.objects.filter(release=release, language=language).order_by("position")
    described = ReleasePicture.objects.filter(release=release).values("position")
    return list(lines.exclude(position__in=described).values_list("text", flat=True))


def languages(release: PublicRelease) -> list[str]:
    """The languages in which the release is told."""
    told = Statement.objects.filter(release=release).order_by("language")
    return list(told.values_list("language", flat=True).distinct())


def verify_words(release: PublicRelease) -> bool:
    """Whether the words are still those whose hash was approved."""
    words = withdrawn_words.words(release)
    stored = PublicRelease.objects.values_list("sha256", flat=True).get(pk=release.pk)
    return words_sha256(words, shown_by(release)) == bytes(stored)


def require_publishable(release: PublicRelease | UUID, *, audience: str = Audience.PUBLIC) -> PublicRelease:
    """The release as it stands, if it may be published now. Ask within the transaction that publishes (on the desk).

    What is told to the public may be told to any audience. Raises Refused: not_approved, embargo, withdrawn,
    no_consent, conflict.
    """
    release_id = release if isinstance(release, UUID) else release.pk
    held = release_lock.hold(release_id)
    standing = PublicRelease.objects.get(pk=release_id)
    if standing.state in ENDED or not held:
        raise Refused(_("The release has been withdrawn."), _("Use another release."), code="withdrawn")
    if standing.state == PublicRelease.State.EMBARGOED and standing.audience in (audience, Audience.PUBLIC):
        raise embargo()
    if standing.state != PublicRelease.State.APPROVED or standing.audience not in (audience, Audience.PUBLIC):
        raise Refused(
            _("The release is not approved for this audience."),
            _("Have a second person approve it first."),
            code="not_approved",
        )
    require_bases(release_id)
    return standing


def require_preparable(release: PublicRelease | UUID) -> PublicRelease:
    """The release, if pages and letters may be drafted on it: nothing may leave yet. Raises Refused as above."""
    release_id = release if isinstance(release, UUID) else release.pk
    standing = preparable().filter(pk=release_id).first()
    if standing is None:
        return require_publishable(release_id)
    if standing.state == PublicRelease.State.APPROVED:
        return require_publishable(release_id)
    require_bases(release_id)
    return standing


def preparable() -> QuerySet[PublicRelease]:
    """What campaigners may draft on: live for the public, waiting for its hour, or proposed and shown early to them."""
    state = PublicRelease.State
    early = Q(state__in=(state.APPROVED, state.EMBARGOED)) | Q(state=state.PROPOSED, prepare=True)
    return PublicRelease.objects.filter(early, audience=Audience.PUBLIC)


def ledger(actor: Actor, case: Case) -> opened.Ledger:
    """Everything that was, or may be, told of a case. Raises NotPermitted."""
    case = cases.case_for(actor, case.pk)
    record_view(actor, case, CaseView.What.LEDGER)
    return opening.open_ledger(case)


def dossier_for(actor: Actor, release: PublicRelease) -> opened.OpenedDossier:
    """The confidential side of a release, for the people of its case. Raises NotPermitted."""
    dossier = Dossier.objects.select_related("case", "release", "proposed_by", "decided_by", "withdrawn_by")
    found = dossier.filter(release_id=release.pk, case__in=cases.visible_to(actor)).first()
    if found is None:
        raise NotPermitted(_("There is no such release."), code="not_found")
    record_view(actor, found.case, CaseView.What.LEDGER, release.pk)
    return opening.open_dossier(found)


def to_decide(actor: Actor) -> list[opened.ToDecide]:
    """What waits for an approver: words, items and reasons; not the case. Raises NotPermitted for other roles."""
    require_role(actor, Role.APPROVER)
    waiting = Dossier.objects.filter(release__state=PublicRelease.State.PROPOSED)
    seen = _seen(actor, waiting.select_related("release", "proposed_by").order_by("release__proposed_at"))
    return [opening.open_to_decide(dossier, may_decide=dossier.proposed_by_id != actor.staff_id) for dossier in seen]


def embargoed(actor: Actor) -> list[opened.ToDecide]:
    """What is approved and waits for its hour, for an approver. Raises NotPermitted for other roles."""
    require_role(actor, Role.APPROVER)
    waiting = Dossier.objects.filter(release__state=PublicRelease.State.EMBARGOED)
    seen = _seen(actor, waiting.select_related("release", "proposed_by").order_by("release__embargo_until"))
    return [opening.open_to_decide(dossier, may_decide=True) for dossier in seen]


M = TypeVar("M", Dossier, BestInterests)


def _seen(actor: Actor, rows: QuerySet[M]) -> list[M]:
    """Those whose case's key is here, once it is written down that the actor reads their reasons."""
    found = [row for row in rows if vault.holds(row.case_id)]
    record_views(actor, [(row.case_id, CaseView.What.REASONS, row.pk) for row in found])
    return found


def correctable(actor: Actor, case: Case, audience: str) -> list[tuple[int, PublicRelease]]:
    """(version, release) of a case that a new one for the same readers may take the place of. Raises NotPermitted."""
    standing = Dossier.objects.filter(case=cases.case_for(actor, case.pk), release__audience=audience)
    standing = standing.filter(release__state__in=PublicRelease.UNDER_WAY).select_related("release")
    return [(dossier.version, dossier.release) for dossier in standing.order_by("-version")]


def due_releases() -> list[PublicRelease]:
    """Embargoed releases whose hour has come, and was not missed by too much: they open by themselves."""
    now = timezone.now()
    due = PublicRelease.objects.filter(state=PublicRelease.State.EMBARGOED, embargo_until__lte=now)
    return list(due.filter(embargo_until__gte=now - LATE).order_by("embargo_until"))


def missed_hours() -> list[PublicRelease]:
    """Embargoed releases that wait for a person: their hour was missed, or what they rest on is gone."""
    due = PublicRelease.objects.filter(state=PublicRelease.State.EMBARGOED, embargo_until__lte=timezone.now())
    late = set(due.filter(embargo_until__lt=timezone.now() - LATE).values_list("pk", flat=True))
    return [one for one in due if one.pk in late or lines_without_basis(one.pk)]


def open_refusals(case: Case) -> list[Consent]:
    """Each standing no of a case that no decision has settled and that blocks something somebody else agreed to."""
    settled = opening.settled_refusals(case)
    refusals = [one for one in standing_refusals(case) if one.binding or one.pk not in settled]
    agreed = current_consents(case)
    return [one for one in refusals if agreed.filter(_concerned(one)).exists()]


def reviews_due(actor: Actor) -> list[BestInterests]:
    """Decisions of the actor's cases whose day to be looked at again has come."""
    due = BestInterests.objects.filter(case__in=cases.visible_to(actor), confirmed_by__isnull=False)
    return list(current(due).filter(review_on__lte=today()).order_by("review_on"))


def _concerned(refusal: Consent) -> Q:
    about = Q(person=refusal.person_id)
    if refusal.item != Item.EXISTENCE:
        about &= Q(item=refusal.item)
    return about & Q(audience__in={refusal.audience, Audience.PUBLIC})


def decisions_to_confirm(actor: Actor) -> list[opened.OpenedDecision]:
    """Best-interests decisions that wait for a second person, and may be confirmed by this one."""
    waiting = BestInterests.objects.filter(confirmed_by__isnull=True, withdrawn_at__isnull=True)
    waiting = waiting.exclude(proposed_by_id=actor.staff_id).select_related("proposed_by", "confirmed_by")
    if Role.APPROVER not in actor.roles:
        waiting = waiting.filter(case__in=cases.visible_to(actor))
    return [opening.open_decision(decision) for decision in _seen(actor, waiting.order_by("pk"))]
