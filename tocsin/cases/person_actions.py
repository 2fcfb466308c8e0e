"""The persons of a case: who they are, their names, and what they carry."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, history, policy, vault
from .facts import PersonFacts
from .identifiers import day_of_birth
from .models import Case, Person, PersonDetail, PersonName
from .signals import announce

# The guard could not tell a shorter one from ordinary words.
SHORTEST = {"name": 2, PersonDetail.Kind.PHONE: 6, PersonDetail.Kind.EMAIL: 5, PersonDetail.Kind.DOCUMENT: 5}


@action("cases.person_added", policy=policy.may_work)
def add_person(
    *,
    actor: Actor,
    case: Case,
    part: str,
    naming: str,
    description: str,
    facts: PersonFacts | None = None,
    names: Sequence[tuple[str, str]] = (),
) -> Done[Person]:
    """Add a person; ``names`` are (ISO 15924 script, name as written)."""
    facts = facts or PersonFacts()
    person_id = uuid.uuid4()
    person = Person.objects.create(
        id=person_id,
        case=case,
        part=Person.Part(part),
        naming=Person.Naming(naming),
        sealed_description=vault.seal(case.pk, contexts.description(person_id), description),
        sealed_traits=vault.seal(case.pk, contexts.traits(person_id), facts.to_json()),
    )
    for script, name in names:
        _seal_name(person, script, name)
    if names or day_of_birth(facts):
        announce(sender=Person, case_id=case.pk, actor=actor)
    return Done(person, subject=f"person:{person.pk}", detail={"case": str(case.pk), "names": len(names)})


@action("cases.person_corrected", policy=policy.may_work_on_person)
def correct_person(
    *,
    actor: Actor,
    person: Person,
    part: str,
    naming: str,
    description: str,
    facts: PersonFacts,
    reason: str,
) -> Done[Person]:
    """Record what is known better now; what stood there is kept, with the reason."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    told = _as_recorded(person)
    history.keep(actor=actor, case_id=person.case_id, subject=f"person:{person.pk}", told=told, reason=reason)
    person.part, person.naming = Person.Part(part), Person.Naming(naming)
    person.sealed_description = vault.seal(person.case_id, contexts.description(person.pk), description)
    person.sealed_traits = vault.seal(person.case_id, contexts.traits(person.pk), facts.to_json())
    person.save(update_fields=["part", "naming", "sealed_description", "sealed_traits"])
    if day_of_birth(facts):
        announce(sender=Person, case_id=person.case_id, actor=actor)
    return Done(person, subject=f"person:{person.pk}", detail={"case": str(person.case_id)})


@action("cases.name_added", policy=policy.may_work_on_person)
def add_name(*, actor: Actor, person: Person, script: str, name: str) -> Done[PersonName]:
    """Seal one more name of a person, as written."""
    sealed = _seal_name(person, script, name)
    announce(sender=PersonName, case_id=person.case_id, actor=actor)
    return Done(sealed, subject=f"person:{person.pk}", detail={"case": str(person.case_id)})


@action("cases.detail_added", policy=policy.may_work_on_person)
def add_detail(*, actor: Actor, person: Person, kind: str, text: str) -> Done[PersonDetail]:
    """Seal a telephone number, an e-mail address or the number of a document."""
    kind = PersonDetail.Kind(kind)
    _require_length(text, SHORTEST[kind])
    sealed = vault.seal(person.case_id, contexts.detail(person.pk, kind), text.strip())
    detail = PersonDetail.objects.create(person=person, kind=kind, sealed_text=sealed)
    announce(sender=PersonDetail, case_id=person.case_id, actor=actor)
    return Done(detail, subject=f"person:{person.pk}", detail={"case": str(person.case_id), "kind": detail.kind})


@action("cases.identifier_ended", policy=policy.may_work_on_part)
def end_identifier(*, actor: Actor, part: PersonName | PersonDetail) -> Done[Person]:
    """A name or a number that was recorded by mistake: it stays in the history, and is guarded all the same."""
    person = part.person
    if type(part).objects.filter(pk=part.pk, ended_at__isnull=True).update(ended_at=timezone.now()) != 1:
        raise Refused(_("This was ended already."), code="ended")
    return Done(person, subject=f"person:{person.pk}", detail={"case": str(person.case_id)})


def _as_recorded(person: Person) -> dict[str, Any]:
    case_id, opened = person.case_id, vault.open_text
    return {
        "part": person.part,
        "naming": person.naming,
        "description": opened(case_id, contexts.description(person.pk), person.sealed_description),
        "facts": opened(case_id, contexts.traits(person.pk), person.sealed_traits),
    }


def _seal_name(person: Person, script: str, name: str) -> PersonName:
    if sum(character.isalpha() for character in name) < SHORTEST["name"]:
        raise Refused(
            _("This is too short for a name."), _("Write it in full, as the person writes it."), code="short_name"
        )
    sealed = vault.seal(person.case_id, contexts.name(person.pk, script), name)
    return PersonName.objects.create(person=person, script=script, sealed_name=sealed)


def _require_length(text: str, shortest: int) -> None:
    if sum(character.isalnum() for character in text) < shortest:
        raise Refused(
            _("This is too short: the guard could not tell it from ordinary text."),
            _("Write it in full, as it stands on paper."),
            code="short_detail",
        )
