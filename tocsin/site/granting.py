"""Making the database's rights those of `grants.py`, whole and in one transaction."""

from __future__ import annotations

import re

import psycopg
from psycopg import sql

from tocsin.site.errors import SiteError
from tocsin.site.grants import DESK_FUNCTIONS, FUNCTION_ROLES, GRANTS, SEQUENCES
from tocsin.site.roles import PROCESS_ROLES

RIGHTS = re.compile(r"(SELECT|INSERT|UPDATE|DELETE)(?:\(([a-z0-9_, ]+)\))?")
TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
)
FUNCTIONS = "SELECT oid::regprocedure::text, proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
# Sequences behind columns (serial and identity) with their tables; '' where a sequence stands alone.
OWNED_SEQUENCES = """
SELECT s.relname, coalesce(t.relname, '') FROM pg_class s
LEFT JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass
LEFT JOIN pg_class t ON t.oid = d.refobjid
WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace
"""


def apply_grants(connection: psycopg.Connection) -> None:
    """Revoke everything and grant what is declared, as tocsin_owner.

    Raises SiteError for a table or sequence without a declaration, and for a declaration without a table.
    """
    with connection.transaction():
        tables = {row[0] for row in connection.execute(TABLES)}
        sequences = {row[0]: row[1] for row in connection.execute(OWNED_SEQUENCES)}
        _require_declared(tables, {name for name, table in sequences.items() if not table})
        _revoke_all(connection)
        for table in sorted(tables):
            for role, rights in GRANTS[table].items():
                _grant(connection, table, role, rights)
        _grant_functions(connection)
        for sequence, table in sequences.items():
            for role in _users_of(sequence, table):
                _run(connection, "GRANT USAGE ON SEQUENCE {} TO {}", sequence, role)


def parse(rights: str) -> list[tuple[str, tuple[str, ...]]]:
    """``SELECT, UPDATE(a, b)`` as ``[("SELECT", ()), ("UPDATE", ("a", "b"))]``. Raises SiteError."""
    found = [(word, tuple(re.findall(r"\w+", columns))) for word, columns in RIGHTS.findall(rights)]
    if RIGHTS.sub("", rights).strip(", "):
        raise SiteError(f"A declaration of rights cannot be read: {rights}")
    return found


def _require_declared(tables: set[str], lone_sequences: set[str]) -> None:
    for what, there, declared in (("table", tables, set(GRANTS)), ("sequence", lone_sequences, set(SEQUENCES))):
        if there - declared:
            raise SiteError(f"No rights are declared for the {what} {min(there - declared)}: add it to grants.py.")
        if declared - there:
            raise SiteError(f"Rights are declared for the {what} {min(declared - there)}, which does not exist.")


def _revoke_all(connection: psycopg.Connection) -> None:
    for role in (*PROCESS_ROLES, "PUBLIC"):
        grantee = sql.SQL(role) if role == "PUBLIC" else sql.Identifier(role)
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            statement = sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}")
            connection.execute(statement.format(sql.SQL(kind), grantee))
        connection.execute(sql.SQL("REVOKE ALL ON SCHEMA public FROM {}").format(grantee))
    for role in PROCESS_ROLES:
        _run(connection, "GRANT USAGE ON SCHEMA public TO {}", role)


def _grant_functions(connection: psycopg.Connection) -> None:
    for function, name in connection.execute(FUNCTIONS).fetchall():
        for role in function_roles(name):
            # The signature comes from the catalogue, quoted by the server.
            connection.execute(
                sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), sql.Identifier(role))
            )


def function_roles(name: str) -> tuple[str, ...]:
    """Who may call a function of that name."""
    return ("tocsin_desk",) if name.startswith(DESK_FUNCTIONS) else FUNCTION_ROLES


def _grant(connection: psycopg.Connection, table: str, role: str, rights: str) -> None:
    for word, columns in parse(rights):
        names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
        what = sql.SQL(word) + (sql.SQL(" ({})").format(names) if columns else sql.SQL(""))
        statement = sql.SQL("GRANT {} ON {} TO {}")
        connection.execute(statement.format(what, sql.Identifier(table), sql.Identifier(role)))


def _users_of(sequence: str, table: str) -> list[str]:
    if not table:
        return list(SEQUENCES[sequence])
    return [role for role, rights in GRANTS[table].items() if any(word == "INSERT" for word, _ in parse(rights))]


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
