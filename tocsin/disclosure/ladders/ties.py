"""A tie: 'Kim Y., their older brother', 'an older brother in Seoul', 'an older brother', 'a relative abroad', nothing.

Seen from one person of the case to another. Where the other is a member too, there is no place to tell: 'a daughter
among them'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tocsin.cases.models import Person, Tie
from tocsin.cases.opened import OpenedCase, OpenedPerson, OpenedTie
from tocsin.cases.places import GRAINS, Place
from tocsin.disclosure.models import Item

from . import kin
from .ages import ages_told
from .called import name_ladder
from .covers import Related
from .places import ABROAD, where, written
from .rungs import EXACT, Form, Ladder, Need, Rung, descending

_INVERSE = {
    Tie.Kind.PARENT: "child", Tie.Kind.GRANDPARENT: "grandchild", Tie.Kind.GUARDIAN: "ward",
    Tie.Kind.SIBLING: "sibling", Tie.Kind.SPOUSE: "spouse", Tie.Kind.OTHER_FAMILY: "family",
}  # fmt: skip
_FORWARD = {
    Tie.Kind.PARENT: "parent", Tie.Kind.GRANDPARENT: "grandparent", Tie.Kind.GUARDIAN: "guardian",
    Tie.Kind.SIBLING: "sibling", Tie.Kind.SPOUSE: "spouse", Tie.Kind.OTHER_FAMILY: "family",
}  # fmt: skip


@dataclass(frozen=True)
class Kin:
    """``other`` is the ``relation`` of the person whose ladder it is: their 'older_sibling', 'child'..."""

    tie: OpenedTie
    other: OpenedPerson
    relation: str

    @property
    def sex(self) -> str:
        return str(self.other.facts.sex.value)

    @property
    def place(self) -> Place:
        known = self.other.last_known
        return known.place if known else Place()


def relatives_of(opened: OpenedCase, person: OpenedPerson, day: dt.date) -> Iterator[Kin]:
    """Everybody to whom the person is tied, from either side; 'the same person as' is no tie to tell of."""
    for tie in opened.ties:
        if tie.kind == Tie.Kind.SAME_PERSON or person.id not in (tie.person, tie.relative):
            continue
        inverse = tie.person == person.id
        other = opened.person(tie.relative if inverse else tie.person)
        if other is not None:
            relation = (_INVERSE if inverse else _FORWARD)[Tie.Kind(tie.kind)]
            yield Kin(tie, other, _sibling(other, person, day) if relation == "sibling" else relation)


def tie_ladder(person: OpenedPerson, tied: Kin, languages: tuple[str, ...] = ()) -> Ladder:
    """The ladder of one tie of a person."""
    rungs = descending(_rungs(person, tied, tuple(dict.fromkeys(("en", "ko", *languages)))))
    return Ladder("tie", f"tie:{tied.tie.id}", ((person.id, Item.TIES),), rungs)


def _rungs(person: OpenedPerson, tied: Kin, languages: tuple[str, ...]) -> Iterator[Rung]:
    own: Need = (person.id, Item.TIES)
    outside = tied.other.part == Person.Part.RELATIVE
    full = Related(tied.relation if tied.relation != "family" else "", tied.sex, outside)
    if named := name_ladder(tied.other.names, ()):
        words = dict(named.rung("initial").words)
        cover = replace(full, grains=_grains(tied.place, outside), names=frozenset(n.name for n in tied.other.names))
        yield _rung(EXACT, _form(tied, "name", words), cover, languages, (own, (tied.other.id, Item.NAME)))
    for grain in GRAINS if outside else ():
        if tied.place.ways(grain):
            written_so = {language: written(tied.place, grain, language) for language in languages}
            cover = replace(full, grains=where(tied.place, grain).grains)
            needs = (own, (tied.other.id, Item.PLACE))
            yield _rung(f"in_{grain}", _form(tied, "place", written_so), cover, languages, needs)
    yield _rung("relation", _form(tied, "alone" if outside else "member", {}), full, languages, (own,))
    general: Form = ("tie", "family", "", "place" if outside else "member", ABROAD if outside else {})
    yield _rung("abroad" if outside else "relative", general, Related("", "", outside), languages, (own,))


def _rung(key: str, form: Form, cover: Related, languages: tuple[str, ...], needs: tuple[Need, ...]) -> Rung:
    return Rung(key, {language: _words(form, language) for language in languages}, form, cover, needs)


def _form(tied: Kin, beside: str, said: Mapping[str, str]) -> Form:
    return ("tie", tied.relation, tied.sex, beside, said)


def _grains(place: Place, outside: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return where(place, place.finest).grains if outside and place.finest else ()


def _words(form: Form, language: str) -> str:
    if language not in ("en", "ko"):
        return ""
    return _english(form) if language == "en" else _korean(form)


def _english(form: Form) -> str:
    _tie, relation, sex, beside, said = form
    who = kin.english(relation, sex)
    article = f"an {who}" if who[0] in "aeiou" else f"a {who}"
    if beside == "name":
        return f"{said['en']}, their {who}"
    if beside == "place":
        return f"{article} {said['en']}" if said["en"] == ABROAD["en"] else f"{article} in {said['en']}"
    return f"{article} among them" if beside == "member" else article


def _korean(form: Form) -> str:
    _tie, relation, sex, beside, said = form
    who = kin.korean(relation, sex)
    if beside == "name":
        return f"{who} {said['ko']} 씨"
    if beside == "place":
        return f"{said['ko']}에 있는 {who}"
    return f"함께 있는 {who}" if beside == "member" else who


def _sibling(other: OpenedPerson, person: OpenedPerson, day: dt.date) -> str:
    """Older or younger, where the ages leave no doubt."""
    theirs, ages = ages_told(other.facts, day), ages_told(person.facts, day)
    if theirs and ages and theirs[0] > ages[1]:
        return "older_sibling"
    return "younger_sibling" if theirs and ages and theirs[1] < ages[0] else "sibling"
