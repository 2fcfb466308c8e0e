"""Writing many rows in one statement.

Django's ``bulk_update`` builds a CASE of every row for every column, its ``bulk_create`` a text with one parameter for
each: most of the time that a crowd's batch took. Arrays and COPY do the same in a fraction of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, whose key is set, by COPY in its binary form. Nothing is returned or announced."""
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    attributes = [field.attname for field in fields]
    with connection.cursor() as cursor, cursor.copy(_copy(table, names)) as copy:
        copy.set_types([_type_of(field) for field in fields])
        for row in rows:
            values = row.__dict__
            copy.write_row([values[name] for name in attributes])


def insert_columns(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any]
) -> None:
    """Insert rows of a model without making an object of each: values by column, and what all rows share.

    Names are those of attributes (``contact_id``). What is not named takes its default, a callable one for each row.
    """
    number = len(next(iter(columns.values())))
    if not number:
        return
    fields = model._meta.concrete_fields
    values = [_column(field, columns, constants, number) for field in fields]
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(_copy(connection.ops.quote_name(model._meta.db_table), names)) as copy,
    ):
        copy.set_types([_type_of(field) for field in fields])
        for row in zip(*values, strict=True):
            copy.write_row(row)


def _column(
    field: models.Field[Any, Any], columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any], number: int
) -> Sequence[Any]:
    if field.attname in columns:
        return columns[field.attname]
    if field.attname in constants:
        return [constants[field.attname]] * number
    return [field.get_default() for _ in range(number)]


def _copy(table: str, names: Sequence[str]) -> str:
    return " ".join(("COPY", table, "(", ", ".join(names), ")", "FROM STDIN (FORMAT BINARY)"))


def _type_of(field: models.Field[Any, Any]) -> str:
    """The column's type without its length, as COPY's binary form wants it."""
    return str(field.db_type(connection)).partition("(")[0]


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
