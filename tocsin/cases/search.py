"""Finding a person by name, in any spelling, within the cases that the searcher may see, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role
from tocsin.core.actions import Actor
from tocsin.core.names import search_keys
from tocsin.core.sealing import SecretKey

from . import access, contexts, name_index, vault
from .models import Case, Person, PersonName
from .models.access import CaseView, NameKey
from .viewing import record_views

# Nobody has a longer name; each part costs a computation in each case.
MOST_LETTERS = 100
Keys = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Found:
    """A person whose name matches: as written in the file, with what is said of them there."""

    case_id: UUID
    case_title: str
    person_id: UUID
    part: str
    part_words: str
    description: str
    names: tuple[str, ...]


def find_person(actor: Actor, name: str) -> list[Found]:
    """Every person of the actor's cases with a name like this. Each one found is logged as seen.

    Raises NotPermitted for anybody but caseworkers, and SealingError.
    """
    require_role(actor, Role.CASEWORKER)
    wanted = search_keys(name[:MOST_LETTERS])
    if not wanted:
        return []
    keys = {pk: vault.case_key(pk) for pk in access.case_ids(actor) if vault.holds(pk)}
    hits = _hits(keys, wanted)
    persons = Person.objects.filter(pk__in={person for person, _name in hits}).select_related("case")
    found = list(persons.order_by("case__opened_at", "added_at"))
    record_views(actor, [(person.case_id, CaseView.What.SEARCH, person.pk) for person in found])
    record_views(actor, [(case_id, CaseView.What.TITLE, "") for case_id in {person.case_id for person in found}])
    matched = {name_id for _person, name_id in hits}
    return [_opened(keys[person.case_id], person, matched) for person in found]


def _hits(keys: Mapping[UUID, SecretKey], wanted: Keys) -> set[tuple[UUID, int]]:
    """(person, name) of every name in which each wanted part is found."""
    asked: dict[bytes, set[int]] = {}
    for key in keys.values():
        index = name_index.blind(key)
        for part, ways in enumerate(wanted):
            for way in ways:
                asked.setdefault(index.of(way), set()).add(part)
    rows = NameKey.objects.filter(key__in=list(asked), name__person__case__in=list(keys))
    parts: dict[tuple[UUID, int], dict[int, set[int]]] = {}
    for person, name_id, part, blinded in rows.values_list("name__person_id", "name_id", "part", "key"):
        parts.setdefault((person, name_id), {}).setdefault(part, set()).update(asked[bytes(blinded)])
    return {at for at, found in parts.items() if _each_has_its_own(list(found.values()), len(wanted))}


def _each_has_its_own(found: list[Collection[int]], wanted: int) -> bool:
    """Whether every wanted part is found in a part of the name (two may be found in one: an initial and its name)."""
    return {part for parts in found for part in parts} == set(range(wanted))


def _opened(key: SecretKey, person: Person, matched: Collection[int]) -> Found:
    names = PersonName.objects.filter(person=person, pk__in=matched).order_by("pk")
    case: Case = person.case
    return Found(
        case_id=case.pk,
        case_title=_open(key, contexts.title(case.pk), case.sealed_title),
        person_id=person.pk,
        part=person.part,
        part_words=str(Person.Part(person.part).label),
        description=_open(key, contexts.description(person.pk), person.sealed_description),
        names=tuple(_open(key, contexts.name(person.pk, one.script), one.sealed_name) for one in names),
    )


def _open(key: SecretKey, context: str, value: bytes | memoryview) -> str:
    return key.open(bytes(value), context.encode()).decode()
