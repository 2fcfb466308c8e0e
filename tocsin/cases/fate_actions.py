"""What became of a person, and, apart from that, where they are. Earlier entries are kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.dates import UncertainDate

from . import contexts, policy, vault
from .identifiers import identifying
from .models import Fate, Person, Whereabouts
from .places import Place
from .signals import announce


@action("cases.fate_recorded", policy=policy.may_work_on_person)
def record_fate(*, actor: Actor, person: Person, status: str, as_of: UncertainDate, source: str = "") -> Done[Fate]:
    """What is known now of a person's fate. That somebody is dead is recorded only with what it rests on."""
    status = Fate.Status(status)
    if status == Fate.Status.DEAD and not source.strip():
        raise Refused(
            _("A death is never presumed."),
            _("Say who confirms it and how they know; if it is only said, record it as an event."),
            code="death_without_source",
        )
    fate = Fate.objects.create(
        person=person,
        status=status,
        as_of=as_of,
        sealed_source=vault.seal(person.case_id, contexts.source(person.pk), source.strip()),
        recorded_by_id=actor.person,
    )
    return Done(fate, subject=f"person:{person.pk}", detail={"case": str(person.case_id), "status": fate.status})


@action("cases.whereabouts_recorded", policy=policy.may_work_on_person)
def record_whereabouts(
    *,
    actor: Actor,
    person: Person,
    kind: str,
    as_of: UncertainDate,
    words: str = "",
    place: Place | str = "",
    source: str = "",
) -> Done[Whereabouts]:
    """Where a person was on a day, sealed. Of who is in hiding or on the way nothing finer than the country is kept."""
    kind, place = Whereabouts.Kind(kind), Place.of(place)
    if kind == Whereabouts.Kind.HIDING and (place.finest not in ("", "country") or words.strip()):
        raise Refused(
            _("Where somebody hides is not written down."),
            _("Record the country at most, and no words: what this file does not hold cannot be found in it."),
            code="hiding_place",
        )
    seal, case_id = vault.seal, person.case_id
    whereabouts = Whereabouts.objects.create(
        person=person,
        kind=kind,
        sealed_words=seal(case_id, contexts.whereabouts(person.pk), words.strip()),
        sealed_place=seal(case_id, contexts.place(person.pk), place.to_json()),
        sealed_source=seal(case_id, contexts.source(person.pk), source.strip()),
        as_of=as_of,
        recorded_by_id=actor.person,
    )
    if any(identifying(place)):
        announce(sender=Whereabouts, case_id=case_id, actor=actor)
    return Done(whereabouts, subject=f"person:{person.pk}", detail={"case": str(case_id), "kind": kind})
