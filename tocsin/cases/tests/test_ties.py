"""Ties in words from both sides, what contradicts, and how a headline count fits those who are described."""

from __future__ import annotations

import pytest

from tocsin.cases.contradictions import contradictions
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.reckoning import reckon
from tocsin.cases.tie_words import seen_from
from tocsin.core.counts import Count

from .family import Family

WOMAN, MAN = PersonFacts(sex=Sex.FEMALE), PersonFacts(sex=Sex.MALE)


def words(family: Family, key: str) -> list[str]:
    return [f"{tie.words}{tie.doubt and f' ({tie.doubt})'}" for tie in seen_from(family.opened, family.ids[key])]


@pytest.mark.parametrize(
    ("kind", "hers", "his", "unknown", "seen_from_there"),
    [
        ("parent", "mother of B", "father of B", "parent of B", "child of A"),
        ("sibling", "sister of B", "brother of B", "sibling of B", "sibling of A"),
        ("spouse", "wife of B", "husband of B", "married to B", "married to A"),
        ("grandparent", "grandmother of B", "grandfather of B", "grandparent of B", "grandchild of A"),
        ("guardian", "guardian of B", "guardian of B", "guardian of B", "in the care of A"),
        ("family", "of the family of B",) * 1 + ("of the family of B",) * 2 + ("of the family of A",),
        ("same", "the same person as B",) * 1 + ("the same person as B",) * 2 + ("the same person as A",),
    ],
)  # fmt: skip
def test_a_tie_reads_both_ways(kind: str, hers: str, his: str, unknown: str, seen_from_there: str) -> None:
    for facts, said in ((WOMAN, hers), (MAN, his), (PersonFacts(), unknown)):
        family = Family().add("A", facts=facts).add("B").tie("A", kind, "B")
        assert words(family, "A") == [said]
        assert words(family, "B") == [seen_from_there]


def test_the_inverse_goes_by_the_sex_of_the_other() -> None:
    family = Family().add("A").add("B", facts=WOMAN).add("C", facts=MAN)
    family.tie("A", "parent", "B", "probable").tie("A", "grandparent", "C")
    assert words(family, "B") == ["daughter of A (probable)"]
    assert words(family, "C") == ["grandson of A"]


def test_what_fits_is_not_warned_of() -> None:
    family = Family().add("A", "B", "C").tie("A", "parent", "B").tie("B", "parent", "C").tie("A", "grandparent", "C")
    assert contradictions(family.opened) == []


@pytest.mark.parametrize(
    ("family", "warned"),
    [
        (
            Family().add("A", "B", "C").tie("A", "parent", "B").tie("B", "parent", "C").tie("C", "parent", "A"),
            "would be among their own ancestors",
        ),
        (
            Family().add("A", "B", "C").tie("A", "parent", "B").tie("B", "same", "C").tie("C", "grandparent", "A"),
            "would be among their own ancestors",
        ),
        (Family().add("A", "B").tie("A", "parent", "B").tie("B", "sibling", "A"), "cannot be all this to each other"),
        (
            Family().add("A", facts=PersonFacts.aged(10)).add("B", facts=PersonFacts.aged(40)).tie("A", "parent", "B"),
            "A is not older than B",
        ),
        (
            Family().add("A", "B", "C", "D").tie("A", "parent", "D").tie("B", "parent", "D").tie("C", "parent", "D"),
            "more than two parents",
        ),
        (Family().add("A", facts=WOMAN).add("B", facts=MAN).tie("A", "same", "B"), "different sexes"),
    ],
)
def test_what_cannot_all_be_true_is_warned_of(family: Family, warned: str) -> None:
    assert any(warned in found for found in contradictions(family.opened)), contradictions(family.opened)


@pytest.mark.parametrize(
    ("count", "members", "said", "warned"),
    [
        (Count.at_least(31), 8, "8 described, 23 not yet known", False),
        (Count.at_least(31), 31, "31 described, perhaps others not yet known", False),
        (Count.at_least(31), 33, "33 described, perhaps others not yet known", True),
        (Count.exactly(31), 8, "8 described, 23 not yet known", False),
        (Count.exactly(8), 8, "8 described, nobody unknown", False),
        (Count.exactly(7), 8, "8 described, ", True),
        (Count.about(30, 40), 8, "8 described, 22 to 32 not yet known", False),
        (Count.about(6, 10), 8, "8 described, up to 2 not yet known", False),
        (Count.about(5, 7), 8, "8 described, ", True),
        (Count.up_to(10), 8, "8 described, up to 2 not yet known", False),
        (Count.up_to(7), 8, "8 described, ", True),
        (None, 8, "8 described, ", False),
        (Count.at_least(1), 0, "0 described, 1 not yet known", False),
    ],
)
def test_the_count_beside_those_described(count: Count | None, members: int, said: str, warned: bool) -> None:
    family = Family(count).add(*(f"M{number}" for number in range(members))).add("outside", part="relative")
    reckoning = reckon(family.opened)
    assert f"{reckoning.described_words}, {reckoning.unknown_words}" == said
    assert bool(reckoning.warning) == warned


def test_one_person_entered_twice_counts_once() -> None:
    family = Family(Count.exactly(31)).add("A", "B", "C", "D").tie("A", "same", "B").tie("C", "same", "D", "possible")
    reckoning = reckon(family.opened)
    assert (reckoning.described_least, reckoning.described_most) == (2, 3)
    assert reckoning.described_words == "2 to 3 described"
    assert reckoning.unknown_words == "28 to 29 not yet known"
