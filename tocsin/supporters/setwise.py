"""Writing many changed rows in one statement.

Django's ``bulk_update`` builds a CASE of every row for every column: seconds for what this does in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models


def update_rows(rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of these rows (of one model with a key named ``id``); a row twice is written as it is now."""
    by_id = {row.pk: row for row in rows}
    if not by_id:
        return
    meta = next(iter(by_id.values()))._meta
    known = {field.name: field for field in meta.concrete_fields}
    written = [known[name] for name in ("id", *fields)]
    names = [connection.ops.quote_name(str(field.column)) for field in written]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in written)
    settings = ", ".join(f"{name} = new.{name}" for name in names[1:])
    statement = (
        *("UPDATE", connection.ops.quote_name(meta.db_table), "AS old SET", settings),
        *("FROM unnest(", arrays, ") AS new (", ", ".join(names), ") WHERE old.id = new.id"),
    )
    with connection.cursor() as cursor:
        cursor.execute(" ".join(statement), [[getattr(row, f.attname) for row in by_id.values()] for f in written])
