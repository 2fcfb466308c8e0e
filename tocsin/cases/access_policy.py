"""Who may let themselves into a case, take it out, keep it and end it. Being there in emergency gives none of these."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.actors import system
from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_second_factor, require_system
from tocsin.core.actions import Actor, NotPermitted, Refused

from . import policy
from .models import Case
from .models.access import CaseExport, Destruction, EmergencyOpening

SHORTEST_REASON = 10


def may_open_in_emergency(actor: Actor, reason: str) -> None:
    """Any caseworker, proven to be themselves: asked before anything is looked up, so that nobody learns by trying."""
    require_role(actor, Role.CASEWORKER)
    require_second_factor(actor)
    require_reason(reason)


def may_end_emergency(actor: Actor, opening: EmergencyOpening) -> None:
    """The case's own people, and whoever let themselves in."""
    policy.may_work(actor, opening.case)
    if opening.staff_id != actor.staff_id:
        policy.require_own_people(actor, opening.case)


def may_keep(actor: Actor, case: Case) -> None:
    """One of the case's own people: closing it, holding it, saying when it is looked at again."""
    policy.may_work(actor, case)
    policy.require_own_people(actor, case)


def may_keep_for_reason(actor: Actor, case: Case, reason: str) -> None:
    may_keep(actor, case)
    require_reason(reason)


def may_take_out(actor: Actor, case: Case, reason: str) -> None:
    """One of the case's own people, proven to be themselves: asking for an export, proposing to destroy."""
    may_keep(actor, case)
    require_second_factor(actor)
    require_reason(reason)


def may_decide_export(actor: Actor, export: CaseExport) -> None:
    _may_be_second(actor, export.case, export.requested_by_id)


def may_download(actor: Actor, export: CaseExport) -> None:
    """Whoever asked for it, while they are on the case, proven to be themselves."""
    may_keep(actor, export.case)
    if export.requested_by_id != actor.staff_id:
        raise NotPermitted(_("There is no such export."), code="not_found")
    require_second_factor(actor)


def may_approve_destruction(actor: Actor, destruction: Destruction) -> None:
    _may_be_second(actor, destruction.case, destruction.proposed_by_id)


def may_call_off(actor: Actor, destruction: Destruction) -> None:
    """Any one of the case's own people: keeping takes no second person."""
    may_keep(actor, destruction.case)


def may_carry_out(actor: Actor, destruction: Destruction) -> None:
    """One of the case's own people, proven to be themselves; or the retention of the system (the operator)."""
    if actor != system("retention"):
        may_keep(actor, destruction.case)
        require_second_factor(actor)


def may_finish(actor: Actor) -> None:
    """Whoever may have begun it: only what was begun is finished."""
    if actor != system("retention"):
        require_role(actor, Role.CASEWORKER)


def may_tidy(actor: Actor) -> None:
    require_system(actor, "retention")


def require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("This needs its reason."), _("Write it in a sentence: it is kept, sealed."), code="no_reason")


def _may_be_second(actor: Actor, case: Case, first: int) -> None:
    """A second person, proven to be themselves: one of the case's own people, or an approver, who learns no case."""
    if Role.APPROVER not in actor.roles:
        may_keep(actor, case)
    require_role(actor, Role.APPROVER, Role.CASEWORKER)
    if first == actor.staff_id:
        raise Refused(
            _("You asked for this yourself; it takes a second person."),
            _("Ask a colleague of the case, or an approver."),
            code="second_person",
        )
    require_second_factor(actor)
