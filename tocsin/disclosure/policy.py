"""Who may open the door, and who may close it. Closing takes one of the case's people; opening takes two persons."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.actors import system
from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_second_factor, require_system
from tocsin.cases import policy as cases
from tocsin.cases import queries as case_queries
from tocsin.core.actions import Actor, NotPermitted, Refused

from .models import BestInterests, Consent, Dossier, FamilyCode, PublicRelease, ReleaseDraft

# What ends a release without a person, and the part of the system that does it.
ENDS_BY_ITSELF: dict[str, str] = {
    Dossier.Ending.EXPIRED.value: "expiry",
    Dossier.Ending.FAMILY.value: "family-code",
    Dossier.Ending.CORRECTED.value: "publishing",
}

# For actions with an argument ``case``: its own caseworkers.
may_work = cases.may_work


def may_withdraw_consent(actor: Actor, consent: Consent) -> None:
    cases.may_work(actor, consent.case)


def may_withdraw_decision(actor: Actor, decision: BestInterests) -> None:
    cases.may_work(actor, decision.case)


def may_confirm(actor: Actor, decision: BestInterests) -> None:
    """A second person: an approver, or another caseworker of the case; proven to be themselves."""
    if decision.proposed_by_id == actor.staff_id:
        raise _second_person()
    if Role.APPROVER not in actor.roles:
        cases.may_work(actor, decision.case)
    require_role(actor, Role.APPROVER, Role.CASEWORKER)
    require_second_factor(actor)


def may_decide(actor: Actor, release: PublicRelease) -> None:
    """An approver who did not propose it, proven to be themselves. They need not know the case."""
    dossier = Dossier.objects.get(release=release)
    if actor.staff_id is not None and dossier.proposed_by_id == actor.staff_id:
        raise _second_person()
    require_role(actor, Role.APPROVER)
    require_second_factor(actor)


def may_withdraw(actor: Actor, release: PublicRelease) -> None:
    """Any one caseworker of the case."""
    cases.may_work(actor, Dossier.objects.select_related("case").get(release=release).case)


def may_end(actor: Actor, release: PublicRelease, ending: str) -> None:
    """Any one caseworker of the case; the parts of the system for what follows from rules, each for its own."""
    if actor.staff_id is None:
        if actor != system(ENDS_BY_ITSELF.get(str(ending), "installation")):
            raise NotPermitted(_("This takes a person."), code="system")
    else:
        may_withdraw(actor, release)


def may_abort(actor: Actor, release: PublicRelease) -> None:
    """An approver, or any one caseworker of the case: calling off takes one person."""
    if Role.APPROVER not in actor.roles:
        may_withdraw(actor, release)


def may_open(actor: Actor, release: PublicRelease) -> None:
    """The publishing of the system at its hour; afterwards an approver or a caseworker of the case, proven."""
    if actor != system("publishing"):
        may_abort(actor, release)
        require_role(actor, Role.APPROVER, Role.CASEWORKER)
        require_second_factor(actor)


def may_expire(actor: Actor) -> None:
    require_system(actor, "expiry")


def may_use_code(actor: Actor) -> None:
    require_system(actor, "family-code")


def may_revoke(actor: Actor, code: FamilyCode) -> None:
    cases.may_work(actor, code.case)


def may_keep_gone_page(actor: Actor) -> None:
    """Whoever may publish: staff with a role, or the publishing of the system."""
    if actor != system("publishing"):
        require_role(actor, *Role.values)


def may_read_dossier(actor: Actor, dossier: Dossier) -> None:
    """The case's people. Raises NotPermitted."""
    if not case_queries.visible_to(actor).filter(pk=dossier.case_id).exists():
        raise NotPermitted(_("There is no such release."), code="not_found")


def may_work_on_draft(actor: Actor, draft: ReleaseDraft) -> None:
    """The case's own caseworkers."""
    cases.may_work(actor, draft.case)


def _second_person() -> Refused:
    return Refused(
        _("You proposed this yourself; it takes a second person."),
        _("Ask an approver to read it and decide."),
        code="second_person",
    )
