"""A place at several grains, each in several ways of writing."""

from __future__ import annotations

from tocsin.cases.places import Place

YANJI = Place(town="Yanji / 연길/延吉 ", prefecture="Yanbian", country="China / 중국")


def test_each_grain_in_every_way() -> None:
    assert YANJI.ways("town") == ("Yanji", "연길", "延吉")
    assert YANJI.ways("region") == ()
    assert YANJI.finest == "town"
    assert YANJI.words == "Yanji, Yanbian, China"
    assert list(YANJI.known())[-1] == ("country", "중국")


def test_what_is_not_known_is_no_place() -> None:
    assert not Place()
    assert not Place(town=" / ")
    assert (Place().finest, Place().words) == ("", "")


def test_it_comes_back_as_it_was() -> None:
    for place in (YANJI, Place()):
        assert Place.from_json(place.to_json()) == place


def test_what_was_sealed_as_one_text_counts_as_the_finest_grain() -> None:
    assert Place.from_json("A town in the north") == Place(town="A town in the north")
    assert Place.from_json("") == Place()
    assert Place.of("Hoeryong") == Place(town="Hoeryong")
