"""Opening the persons of a case file with its key."""

from __future__ import annotations

from uuid import UUID

from tocsin.core.sealing import SecretKey

from . import contexts
from .facts import PersonFacts
from .models import Fate, Person, PersonDetail, PersonName, Whereabouts
from .opened import OpenedDetail, OpenedFate, OpenedName, OpenedPerson, OpenedWhereabouts
from .places import Place


def open_sealed(key: SecretKey, context: str, value: bytes | memoryview) -> str:
    """The plain text of a value of the case. Raises SealingError."""
    return key.open(bytes(value), context.encode()).decode()


def open_person(key: SecretKey, person: Person) -> OpenedPerson:
    """A person in plain text, with what belongs to them."""
    names = [_name(key, name) for name in sorted(person.names.all(), key=lambda name: name.pk)]
    fates = sorted(person.fates.all(), key=lambda fate: (fate.recorded_at, fate.pk))
    whereabouts = sorted(person.whereabouts.all(), key=lambda one: (one.recorded_at, one.pk))
    return OpenedPerson(
        id=person.pk,
        part=person.part,
        naming=person.naming,
        naming_words=str(Person.Naming(person.naming).label),
        description=open_sealed(key, contexts.description(person.pk), person.sealed_description),
        facts=PersonFacts.from_json(open_sealed(key, contexts.traits(person.pk), person.sealed_traits)),
        names=tuple(name for name in names if not name.ended),
        ended_names=tuple(name for name in names if name.ended),
        fates=tuple(_fate(key, fate) for fate in fates),
        whereabouts=tuple(_whereabouts(key, one) for one in whereabouts),
        details=tuple(_detail(key, one) for one in sorted(person.details.all(), key=lambda one: one.pk)),
    )


def _name(key: SecretKey, name: PersonName) -> OpenedName:
    text = open_sealed(key, contexts.name(name.person_id, name.script), name.sealed_name)
    return OpenedName(name.script, text, name.pk, name.ended_at is not None)


def _detail(key: SecretKey, detail: PersonDetail) -> OpenedDetail:
    text = open_sealed(key, contexts.detail(detail.person_id, detail.kind), detail.sealed_text)
    words = str(PersonDetail.Kind(detail.kind).label)
    return OpenedDetail(detail.pk, detail.kind, words, text, detail.ended_at is not None)


def _fate(key: SecretKey, fate: Fate) -> OpenedFate:
    source = _source(key, fate.person_id, fate.sealed_source)
    return OpenedFate(fate.status, str(Fate.Status(fate.status).label), fate.as_of, source)


def _whereabouts(key: SecretKey, one: Whereabouts) -> OpenedWhereabouts:
    place = Place()
    if one.sealed_place is not None:
        place = Place.from_json(open_sealed(key, contexts.place(one.person_id), one.sealed_place))
    return OpenedWhereabouts(
        kind=one.kind,
        kind_words=str(Whereabouts.Kind(one.kind).label),
        words=open_sealed(key, contexts.whereabouts(one.person_id), one.sealed_words),
        place=place,
        as_of=one.as_of,
        source=_source(key, one.person_id, one.sealed_source),
    )


def _source(key: SecretKey, person_id: UUID, value: bytes | memoryview | None) -> str:
    return open_sealed(key, contexts.source(person_id), value) if value is not None else ""
