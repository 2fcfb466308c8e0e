"""A campaign's figures as open data beside count.json and countries.json: by day, and as tables. No Django.

Below ``/campaigns/SLUG/``: ``days.json`` is ``{"days":{"2012-03-20":N,...}}`` (the total at the end of each UTC day, in
order), ``days.csv`` the same with the heading ``day,signatures``, ``countries.csv`` has ``country,signatures`` (ISO
3166-1 alpha-2, in order). Digits, days and codes only: like figures, no guard reads them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import msgspec

from .countries import COUNTRIES
from .figures import SLUG

PATH = re.compile(rf"/campaigns/({SLUG})/(days\.json|days\.csv|countries\.csv)")
JSON, CSV = "application/json", "text/csv; charset=utf-8"
NUMBER, DAY = "(?:0|[1-9][0-9]{0,11})", "20[0-9]{2}-[01][0-9]-[0-3][0-9]"
CODE = f"(?:{'|'.join(sorted(COUNTRIES))})"
SHAPES = {
    "days.json": rf'\{{"days":\{{(?:"{DAY}":{NUMBER}(?:,"{DAY}":{NUMBER})*)?\}}\}}',
    "days.csv": rf"day,signatures\n(?:{DAY},{NUMBER}\n)*",
    "countries.csv": rf"country,signatures\n(?:{CODE},{NUMBER}\n)*",
}
MOST_BYTES = 65536
_READ = {name: re.compile(shape) for name, shape in SHAPES.items()}


def root(campaign: str) -> str:
    """The address below which a campaign's data are, by its slug."""
    return f"/campaigns/{campaign}/"


def campaign_of(path: str) -> str | None:
    """The campaign's slug of a path of open data, else None."""
    found = PATH.fullmatch(path)
    return found[1] if found else None


def content_type(path: str) -> str:
    return CSV if path.endswith(".csv") else JSON


def write_days(days: Mapping[dt.date, int]) -> dict[str, bytes]:
    """days.json and days.csv, by name."""
    told = {day.isoformat(): total for day, total in sorted(days.items())}
    table = "".join(f"{day},{total}\n" for day, total in told.items())
    return {"days.json": msgspec.json.encode({"days": told}), "days.csv": f"day,signatures\n{table}".encode()}


def write_countries(countries: Mapping[str, int]) -> dict[str, bytes]:
    """countries.csv, by name."""
    table = "".join(f"{code},{figure}\n" for code, figure in sorted(countries.items()))
    return {"countries.csv": f"country,signatures\n{table}".encode()}


def is_open_data(path: str, body: bytes) -> bool:
    """Whether the bytes are what may stand at that address: in order and once each, so that they cannot spell."""
    found = PATH.fullmatch(path)
    if found is None or len(body) > MOST_BYTES or not body.isascii():
        return False
    text = body.decode("ascii")
    keys = re.findall(rf"(?m){DAY}|^[A-Z]{{2}}(?=,)", text)
    return _READ[found[2]].fullmatch(text) is not None and keys == sorted(set(keys))
