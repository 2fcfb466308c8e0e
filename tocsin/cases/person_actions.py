"""The persons of a case: who they are to each other, their names, and what became of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.dates import UncertainDate

from . import contexts, policy, vault
from .models import Case, Certainty, Fate, Person, PersonName, Tie
from .signals import names_sealed

# The guard could not tell a shorter one from ordinary words.
SHORTEST_NAME = 2


@action("cases.person_added", policy=policy.may_work)
def add_person(
    *,
    actor: Actor,
    case: Case,
    part: str,
    naming: str,
    description: str,
    traits: Mapping[str, Any] | None = None,
    names: Sequence[tuple[str, str]] = (),
) -> Done[Person]:
    """Add a person. ``traits`` is JSON (age, sex, child); ``names`` are (ISO 15924 script, name as written)."""
    person_id = uuid.uuid4()
    person = Person.objects.create(
        id=person_id,
        case=case,
        part=Person.Part(part),
        naming=Person.Naming(naming),
        sealed_description=vault.seal(case.pk, contexts.description(person_id), description),
        sealed_traits=vault.seal(case.pk, contexts.traits(person_id), json.dumps(dict(traits or {}))),
    )
    for script, name in names:
        _seal_name(person, script, name)
    if names:
        names_sealed.send(sender=PersonName, case_id=case.pk, actor=actor)
    return Done(person, subject=f"person:{person.pk}", detail={"case": str(case.pk), "names": len(names)})


@action("cases.name_added", policy=policy.may_work_on_person)
def add_name(*, actor: Actor, person: Person, script: str, name: str) -> Done[PersonName]:
    """Seal one more name of a person, as written."""
    sealed = _seal_name(person, script, name)
    names_sealed.send(sender=PersonName, case_id=person.case_id, actor=actor)
    return Done(sealed, subject=f"person:{person.pk}", detail={"case": str(person.case_id)})


@action("cases.tie_added", policy=policy.may_work_on_person)
def add_tie(
    *, actor: Actor, person: Person, relative: Person, kind: str, certainty: str = Certainty.CONFIRMED
) -> Done[Tie]:
    """``person`` is <kind> ``relative``, of the same case."""
    if person.case_id != relative.case_id:
        raise Refused(_("These two are not of one case."), code="other_case")
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
        raise Refused(_("This tie is recorded already, or leads to the same person."), code="tie") from error
    return Done(tie, subject=f"person:{person.pk}", detail={"case": str(person.case_id), "kind": tie.kind})


@action("cases.fate_recorded", policy=policy.may_work_on_person)
def record_fate(*, actor: Actor, person: Person, status: str, whereabouts: str, as_of: UncertainDate) -> Done[Fate]:
    """What is known now of a person's fate, and, sealed, of where they are. The earlier rows are kept."""
    fate = Fate.objects.create(
        person=person,
        status=Fate.Status(status),
        sealed_whereabouts=vault.seal(person.case_id, contexts.whereabouts(person.pk), whereabouts),
        as_of=as_of,
    )
    return Done(fate, subject=f"person:{person.pk}", detail={"case": str(person.case_id), "status": fate.status})


def _seal_name(person: Person, script: str, name: str) -> PersonName:
    if sum(character.isalpha() for character in name) < SHORTEST_NAME:
        raise Refused(
            _("This is too short for a name."), _("Write it in full, as the person writes it."), code="short_name"
        )
    sealed = vault.seal(person.case_id, contexts.name(person.pk, script), name)
    return PersonName.objects.create(person=person, script=script, sealed_name=sealed)
