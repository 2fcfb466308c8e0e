"""The family graph: generations are rows, nothing lies on anything else, and every tie is drawn."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tocsin.cases.graph import Graph, family_graph
from tocsin.cases.graph.boxes import Box, measured, wrapped
from tocsin.cases.models import Certainty, Tie

from .family import Family


def drawn(family: Family) -> tuple[Graph, dict[str, Box]]:
    graph = family_graph(family.opened)
    boxes = {box.person: box for box in graph.boxes}
    return graph, {key: boxes[person] for key, person in family.ids.items()}


def apart(one: Box, other: Box) -> bool:
    across = one.x + one.width <= other.x or other.x + other.width <= one.x
    return across or one.bottom <= other.y or other.bottom <= one.y


def test_generations_are_rows_and_couples_stand_together() -> None:
    family = Family().add("grandmother", "mother", "father", "daughter", "son", "alone")
    family.tie("grandmother", "parent", "mother").tie("mother", "spouse", "father")
    for child in ("daughter", "son"):
        family.tie("mother", "parent", child).tie("father", "parent", child)
    family.tie("grandmother", "grandparent", "son")
    graph, at = drawn(family)
    assert at["grandmother"].bottom < at["mother"].y == at["father"].y
    assert at["mother"].bottom < at["daughter"].y == at["son"].y
    assert abs(at["mother"].centre - at["father"].centre) < 1.6 * at["mother"].width
    middle = (at["mother"].centre + at["father"].centre) / 2
    assert middle == pytest.approx((at["daughter"].centre + at["son"].centre) / 2, abs=1)
    assert {line.style for line in graph.lines} == {"solid", "dotted"}
    assert [line.label for line in graph.lines if line.label] == ["grandparent of"]


def test_brothers_and_sisters_whose_parents_are_not_known_hang_from_one_bracket() -> None:
    family = Family().add("teenager", "brother", "sister")
    family.tie("teenager", "sibling", "brother").tie("teenager", "sibling", "sister")
    graph, at = drawn(family)
    assert len({box.y for box in at.values()}) == 1
    assert len(graph.lines) == 2
    heights = {float(height) for line in graph.lines for height in re.findall(r"V([\d.]+)H", line.path)}
    assert len(heights) == 1
    assert heights.pop() < at["teenager"].y


def test_doubt_and_the_same_person_are_drawn_otherwise() -> None:
    family = Family().add("A", "B", "C", "D").tie("A", "parent", "B", "possible").tie("C", "same", "D", "probable")
    assert {line.style for line in drawn(family)[0].lines} == {"dashed", "twice-dashed"}
    assert [style for style, _path in drawn(family)[0].strokes] == ["dashed", "twice-dashed"]


def test_whoever_is_outside_has_round_ends_and_whoever_is_alone_comes_last() -> None:
    family = Family().add("alone").add("A").add("B", part="relative").tie("A", "parent", "B")
    graph, at = drawn(family)
    assert at["B"].outside
    assert not at["A"].outside
    assert [box.person for box in graph.boxes][-1] == family.ids["alone"]


def test_a_case_with_nobody_or_one_person_is_drawn_too() -> None:
    assert family_graph(Family().opened).boxes == ()
    assert len(family_graph(Family().add("A").opened).boxes) == 1


TIES = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.sampled_from(list(Tie.Kind)),
        st.integers(0, 8),
        st.sampled_from([Certainty.CONFIRMED, Certainty.POSSIBLE]),
    ),
    max_size=14,
)


@hypothesis_settings(max_examples=150, deadline=None)
@given(ties=TIES)
def test_whatever_is_recorded_nothing_lies_on_anything_else(ties: list[tuple[int, str, int, str]]) -> None:
    """Contradictions, circles and all: every box is within the drawing and apart from the others."""
    family = Family().add(*(f"P{number}" for number in range(9)))
    for one, kind, other, certainty in ties:
        if one != other:
            family.tie(f"P{one}", kind, f"P{other}", certainty)
    graph, _at = drawn(family)
    assert len(graph.boxes) == 9
    for one, other in itertools.combinations(graph.boxes, 2):
        assert apart(one, other)
    for box in graph.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= graph.width
        assert box.bottom <= graph.height


@given(words=st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=120))
def test_every_line_fits_its_box(words: str) -> None:
    for line in wrapped(words, 15):
        assert measured(line, 15) <= 152 + 15


def test_hangul_is_twice_as_wide() -> None:
    assert measured("한도윤", 15) == 45
    assert wrapped("열네 살 소년, 형과 누나는 남한에 산다", 15)[0].startswith("열네 살")
    assert wrapped("a b", 15) == ["a b"]
