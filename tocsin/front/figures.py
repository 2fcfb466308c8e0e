"""Figures: the only bytes of the window that no guard has read. Their shape lets no words through. No Django.

``/campaigns/SLUG/count.json`` is ``{"signatures":N,"goal":N,"as_of":N}`` and ``/campaigns/SLUG/countries.json``
is ``{"countries":{"KR":N,...},"other":N,"as_of":N}``: these keys in this order, numbers without a sign, countries
in the order of their codes, no spaces; all but the first key may be left out. ``as_of`` is in Unix seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from .countries import COUNTRIES

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PATH = re.compile(rf"/campaigns/({SLUG})/(count|countries)\.json")
CONTENT_TYPE = "application/json"

_NUMBER = "(?:0|[1-9][0-9]{0,11})"
_CODE = f'"(?:{"|".join(sorted(COUNTRIES))})"'
COUNT_SHAPE = rf'\{{"signatures":{_NUMBER}(?:,"goal":{_NUMBER})?(?:,"as_of":{_NUMBER})?\}}'
COUNTRIES_SHAPE = (
    rf'\{{"countries":\{{(?:{_CODE}:{_NUMBER}(?:,{_CODE}:{_NUMBER})*)?\}}'
    rf'(?:,"other":{_NUMBER})?(?:,"as_of":{_NUMBER})?\}}'
)
_SHAPES = {"count": re.compile(COUNT_SHAPE), "countries": re.compile(COUNTRIES_SHAPE)}


def count_path(campaign: str) -> str:
    return f"/campaigns/{campaign}/count.json"


def countries_path(campaign: str) -> str:
    return f"/campaigns/{campaign}/countries.json"


def campaign_of(path: str) -> str | None:
    """The campaign's slug of a path of figures, else None."""
    found = PATH.fullmatch(path)
    return found[1] if found else None


def write_count(*, signatures: int, goal: int | None = None, as_of: int | None = None) -> bytes:
    """The body of count.json."""
    said = {"signatures": signatures, "goal": goal, "as_of": as_of}
    return msgspec.json.encode({key: value for key, value in said.items() if value is not None})


def write_countries(countries: Mapping[str, int], *, other: int | None = None, as_of: int | None = None) -> bytes:
    """The body of countries.json; ``other`` is what small countries have together."""
    said = {"countries": dict(sorted(countries.items())), "other": other, "as_of": as_of}
    return msgspec.json.encode({key: value for key, value in said.items() if value is not None})


def read_figures(path: str, body: bytes) -> dict[str, int] | None:
    """The figures of a row by key or country code, or None where path or body have another shape."""
    found = PATH.fullmatch(path)
    if found is None or not body.isascii():
        return None
    if _SHAPES[found[2]].fullmatch(body.decode("ascii")) is None:
        return None
    said = msgspec.json.decode(body, type=dict[str, int | dict[str, int]])
    figures = {key: value for key, value in said.items() if isinstance(value, int)}
    countries = said.get("countries", {})
    if isinstance(countries, dict):
        if body != write_countries(countries, other=figures.get("other"), as_of=figures.get("as_of")) and countries:
            return None  # a code twice, or out of order: an order could spell something
        figures |= countries
    return figures
