"""Reading releases and what they rest on; each person as much as they need to know, filtered in SQL."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role
from tocsin.cases import queries as cases
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, NotPermitted, Refused

from . import opened, release_lock
from .bases import lines_without_basis, no_consent
from .models import Audience, BestInterests, Dossier, PublicRelease, Statement
from .watch import Attention, GuardRefusal, attention, guard_refusals
from .words import words_sha256

__all__ = [
    "Attention",
    "GuardRefusal",
    "attention",
    "decisions_to_confirm",
    "dossier_for",
    "guard_refusals",
    "languages",
    "ledger",
    "require_publishable",
    "statements",
    "to_decide",
    "verify_words",
]


def statements(release: PublicRelease, language: str) -> list[str]:
    """The release's lines in one language, in order; none where it is not told in it."""
    lines = Statement.objects.filter(release=release, language=language).order_by("position")
    return list(lines.values_list("text", flat=True))


def languages(release: PublicRelease) -> list[str]:
    """The languages in which the release is told."""
    told = Statement.objects.filter(release=release).order_by("language")
    return list(told.values_list("language", flat=True).distinct())


def verify_words(release: PublicRelease) -> bool:
    """Whether the words are still those whose hash was approved."""
    words = Statement.objects.filter(release=release).values_list("position", "language", "text")
    stored = PublicRelease.objects.values_list("sha256", flat=True).get(pk=release.pk)
    return words_sha256(words) == bytes(stored)


def require_publishable(release: PublicRelease | UUID, *, audience: str = Audience.PUBLIC) -> PublicRelease:
    """The release as it stands, if it may be published now. Ask within the transaction that publishes (on the desk).

    What is told to the public may be told to any audience. Raises Refused: not_approved, withdrawn, no_consent.
    """
    release_id = release if isinstance(release, UUID) else release.pk
    held = release_lock.hold(release_id)
    standing = PublicRelease.objects.get(pk=release_id)
    if standing.state == PublicRelease.State.WITHDRAWN or not held:
        raise Refused(_("The release has been withdrawn."), _("Use another release."), code="withdrawn")
    if standing.state != PublicRelease.State.APPROVED or standing.audience not in (audience, Audience.PUBLIC):
        raise Refused(
            _("The release is not approved for this audience."),
            _("Have a second person approve it first."),
            code="not_approved",
        )
    if missing := lines_without_basis(release_id):
        raise no_consent(missing)
    return standing


def ledger(actor: Actor, case: Case) -> opened.Ledger:
    """Everything that was, or may be, told of a case. Raises NotPermitted."""
    return opened.open_ledger(cases.case_for(actor, case.pk))


def dossier_for(actor: Actor, release: PublicRelease) -> opened.OpenedDossier:
    """The confidential side of a release, for the people of its case. Raises NotPermitted."""
    dossier = Dossier.objects.select_related("case", "release", "proposed_by", "decided_by", "withdrawn_by")
    found = dossier.filter(release_id=release.pk, case__in=cases.visible_to(actor)).first()
    if found is None:
        raise NotPermitted(_("There is no such release."), code="not_found")
    return opened.open_dossier(found)


def to_decide(actor: Actor) -> list[opened.ToDecide]:
    """What waits for an approver: words, items and reasons; not the case. Raises NotPermitted for other roles."""
    require_role(actor, Role.APPROVER)
    waiting = Dossier.objects.filter(release__state=PublicRelease.State.PROPOSED)
    waiting = waiting.select_related("release", "proposed_by").order_by("release__proposed_at")
    return [opened.open_to_decide(dossier, may_decide=dossier.proposed_by_id != actor.staff_id) for dossier in waiting]


def decisions_to_confirm(actor: Actor) -> list[opened.OpenedDecision]:
    """Best-interests decisions that wait for a second person, and may be confirmed by this one."""
    waiting = BestInterests.objects.filter(confirmed_by__isnull=True, withdrawn_at__isnull=True)
    waiting = waiting.exclude(proposed_by_id=actor.staff_id).select_related("proposed_by", "confirmed_by")
    if Role.APPROVER not in actor.roles:
        waiting = waiting.filter(case__in=cases.visible_to(actor))
    return [opened.open_decision(decision) for decision in waiting.order_by("pk")]
