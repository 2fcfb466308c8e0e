"""An export as tables: one CSV file for each kind of thing, in a ZIP archive.

RFC 4180 with a byte-order mark, so that spreadsheets read UTF-8. No cell begins as a formula would: what came with a
report must not run on the machine of whoever reads it.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What makes a spreadsheet calculate (OWASP, CSV injection), full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"
Row = dict[str, Any]


def to_zip(told: Mapping[str, Any]) -> bytes:
    """A ZIP of CSV files; things within things (a person's names) have a table of their own, with whose they are."""
    tables: dict[str, list[Row]] = {}
    for name, value in told.items():
        _into(tables, name, value, {})
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, rows in tables.items():
            file.writestr(zipfile.ZipInfo(f"{name}.csv"), BOM.encode() + _csv(rows).encode())
    return archive.getvalue()


def cell(value: Any) -> str:
    """One cell: a text that would be a formula gets an apostrophe before it."""
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(FORMULA) or text.startswith(FORMULA) else text


def _csv(rows: Sequence[Row]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([[cell(row.get(column)) for column in columns] for row in rows])
    return written.getvalue()


def _into(tables: dict[str, list[Row]], name: str, value: Any, whose: Row) -> None:
    """Put a value into the table of that name: a mapping is a row, a list of mappings are rows, all else a cell."""
    if isinstance(value, Mapping):
        row, below = dict(whose), {}
        for key, one in _flat(value):
            if _is_rows(one):
                below[key] = one
            else:
                row[key] = one
        tables.setdefault(name, []).append(row)
        mine = {f"{name}.id": value["id"]} if "id" in value else whose
        for key, rows in below.items():
            _into(tables, f"{name}.{key}", rows, mine)
    elif _is_rows(value):
        for one in value:
            _into(tables, name, one, whose)
    else:
        tables.setdefault("export", [{}])[0][name] = value


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Mappings within a row are columns of it: ``place.town``."""
    for key, one in value.items():
        if isinstance(one, Mapping):
            yield from _flat(one, f"{before}{key}.")
        else:
            yield f"{before}{key}", one


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)
