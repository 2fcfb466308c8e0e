"""Ties between the persons of a case: added, and ended where they were mistaken."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import history, policy
from .models import Certainty, Person, Tie


@action("cases.tie_added", policy=policy.may_work_on_person)
def add_tie(
    *, actor: Actor, person: Person, relative: Person, kind: str, certainty: str = Certainty.CONFIRMED
) -> Done[Tie]:
    """``person`` is <kind> ``relative``, of the same case. What contradicts other ties is recorded, and warned of."""
    if person.case_id != relative.case_id:
        raise Refused(_("These two are not of one case."), code="other_case")
    if kind in Tie.SYMMETRIC and relative.ties_from.filter(relative=person, kind=kind, ended_at__isnull=True).exists():
        raise _known_already()
    try:
        with transaction.atomic():
            tie = Tie.objects.create(
                case_id=person.case_id,
                person=person,
                relative=relative,
                kind=Tie.Kind(kind),
                certainty=Certainty(certainty),
            )
    except IntegrityError as error:
        raise _known_already() from error
    return Done(tie, subject=f"person:{person.pk}", detail={"case": str(person.case_id), "kind": tie.kind})


@action("cases.tie_ended", policy=policy.may_work_on_tie)
def end_tie(*, actor: Actor, tie: Tie, reason: str) -> Done[Tie]:
    """A tie that turned out to be mistaken: it is drawn no more, and kept with the reason."""
    if Tie.objects.filter(pk=tie.pk, ended_at__isnull=True).update(ended_at=timezone.now()) != 1:
        raise Refused(_("This tie was ended already."), code="ended")
    history.keep(actor=actor, case_id=tie.case_id, subject=f"tie:{tie.pk}", told={}, reason=reason)
    return Done(tie, subject=f"person:{tie.person_id}", detail={"case": str(tie.case_id), "kind": tie.kind})


def _known_already() -> Refused:
    return Refused(
        _("This tie is recorded already, or leads to the same person."),
        _("To change how certain it is, end it and record it anew."),
        code="tie",
    )
