"""What is shown of countries singles nobody out, not even once it is subtracted from the total."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.small_figures import COVERS, STEP, figures_to_show

CODES = st.sampled_from(["KR", "US", "CN", "DE", "FR", "JP", "NL", "KP", ""])
COUNTS = st.dictionaries(CODES, st.integers(0, 10_000))


def test_figures_are_rounded_down() -> None:
    assert figures_to_show({"KR": 14, "US": 5, "DE": 4, "": 90}).shown == {"KR": 10, "US": 5}


def test_a_code_that_is_no_country_is_not_shown() -> None:
    assert figures_to_show({"QQ": 90}).shown == {}


def test_unpublished_countries_need_cover() -> None:
    found = figures_to_show({"KR": 90, "US": 40, "DE": 12, "FR": 7, "CN": 30}, never=["CN"])
    assert (found.shown, found.covers) == ({"KR": 90}, {"FR", "DE", "US"})


def test_cover_is_there_even_where_nobody_signed() -> None:
    """Else its absence would tell that nobody did."""
    assert figures_to_show({"KR": 90, "US": 40, "DE": 12}, never=["CN"]).shown == {"KR": 90}


def test_without_enough_cover_nothing_is_shown() -> None:
    found = figures_to_show({"KR": 90, "US": 40, "CN": 300}, never=["CN"], covers=["US"])
    assert (found.shown, found.covers) == ({}, {"US"})


@given(COUNTS, st.sets(CODES, max_size=3), st.sets(CODES, max_size=3))
def test_what_is_left_over_hides_the_unpublished(counts: dict[str, int], never: set[str], covers: set[str]) -> None:
    found = figures_to_show(counts, never=never, covers=covers)
    for code, figure in found.shown.items():
        assert figure % STEP == 0
        assert 0 <= counts[code] - figure < STEP <= figure
    assert not found.shown.keys() & (never | (found.covers if never else set()))
    assert covers <= found.covers
    if never and found.shown:
        left_over = sum(counts.values()) - sum(found.shown.values())
        assert 2 * sum(counts.get(code, 0) for code in never) <= left_over
        assert len([code for code in counts if code in found.covers - never and counts[code] >= STEP]) >= COVERS
