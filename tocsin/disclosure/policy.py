"""Who may open the door, and who may close it. Closing takes one of the case's people; opening takes two persons."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.actors import system
from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_second_factor
from tocsin.cases import policy as cases
from tocsin.cases import queries as case_queries
from tocsin.core.actions import Actor, NotPermitted, Refused

from .models import BestInterests, Consent, Dossier, PublicRelease

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


def may_keep_gone_page(actor: Actor) -> None:
    """Whoever may publish: staff with a role, or the publishing of the system."""
    if actor != system("publishing"):
        require_role(actor, *Role.values)


def may_read_dossier(actor: Actor, dossier: Dossier) -> None:
    """The case's people. Raises NotPermitted."""
    if not case_queries.visible_to(actor).filter(pk=dossier.case_id).exists():
        raise NotPermitted(_("There is no such release."), code="not_found")


def _second_person() -> Refused:
    return Refused(
        _("You proposed this yourself; it takes a second person."),
        _("Ask an approver to read it and decide."),
        code="second_person",
    )
