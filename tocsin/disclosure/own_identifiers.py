"""Which sealed identifiers of one's own case stand in a text: for the case's people, who know them anyway."""

from __future__ import annotations

from tocsin.cases.opened import OpenedCase

from .examination import examine_bytes
from .guard_index import Index, Sealed, build


def own_index(opened: OpenedCase) -> Index:
    """An index of these identifiers alone; what it hands back is how each is written in the file."""
    return build(0, _identifiers(opened))


def standing_in(index: Index, text: str) -> tuple[str, ...]:
    """Each identifier that stands in a text, once."""
    return tuple(dict.fromkeys(str(finding.owner) for finding in examine_bytes(index, text.encode())))


def _identifiers(opened: OpenedCase) -> list[Sealed]:
    names = [
        Sealed(one.name, "name", one.name) for person in opened.persons for one in (*person.names, *person.ended_names)
    ]
    places = [event.place for event in (*opened.events, *opened.struck_events)]
    places += [known.place for person in opened.persons for known in person.whereabouts]
    ways = [
        Sealed(way, f"place_{grain}", way) for place in places for grain, way in place.known() if grain != "country"
    ]
    details = [Sealed(one.text, one.kind, one.text) for person in opened.persons for one in person.details]
    births = [Sealed(day, "birth", day) for person in opened.persons if (day := _day(person.facts.birth))]
    return [*names, *ways, *details, *births]


def _day(birth: object) -> str:
    earliest, latest = getattr(birth, "earliest", None), getattr(birth, "latest", None)
    return earliest.isoformat() if earliest is not None and earliest == latest else ""
