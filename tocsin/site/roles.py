"""The database and its roles: made once by the set-up role, with generated passwords (SCRAM)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

from tocsin.site.errors import SiteError

OWNER = "tocsin_owner"
PROCESS_ROLES = ("tocsin_front", "tocsin_worker", "tocsin_desk")
ROLES = (OWNER, *PROCESS_ROLES)
# Of the server's 100 connections: whoever took the front must not shut the desk out.
FRONT_CONNECTIONS = 40
# What PostgreSQL lets every login do. Advisory locks order the audit, publishing and withdrawals: the front needs none,
# and could keep everything waiting with one. Large objects are tables of their own, which no grant of ours reaches.
OPEN_TO_ALL = r"""
SELECT oid::regprocedure::text, proname FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(pg_advisory|pg_try_advisory|lo)_'
"""


def ensure_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make each role of `passwords` or set its password anew; none may create anything beyond its grants.

    Raises SiteError if the connection's own role may not create roles.
    """
    _require_rights(connection)
    for role, password in passwords.items():
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        # Only a superuser may name SUPERUSER of a role that there is.
        verb: LiteralString = (
            "ALTER ROLE {} LOGIN" if known else "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB"
        )
        # Hashed here, so that the password itself never reaches the server or its log.
        verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        statement = sql.SQL(verb + " PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(verifier)))
    if "tocsin_front" in passwords:
        connection.execute(f"ALTER ROLE tocsin_front CONNECTION LIMIT {FRONT_CONNECTIONS}")


def ensure_database(connection: psycopg.Connection, name: str) -> None:
    """Make the database if it is not there, owned by tocsin_owner; only Tocsin's roles may connect to it."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    if not known:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
        make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(make.format(database, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for role in ROLES:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role)))


def close_catalogue(connection: psycopg.Connection) -> bool:
    """Take PostgreSQL's advisory locks from the front and its large objects from everybody, in this database.

    Only a superuser can: false where the connection's role is none.
    """
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row is None or not row[0]:
        return False
    found = connection.execute(OPEN_TO_ALL).fetchall()
    with connection.transaction():
        for function, name in found:
            # The signature comes from the catalogue, quoted by the server.
            signature = sql.SQL(function)
            connection.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(signature))
            for role in ROLES if "advisory" in name else (OWNER,):
                if role != "tocsin_front":
                    grant = sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}")
                    connection.execute(grant.format(signature, sql.Identifier(role)))
    return True


def _require_rights(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT current_user, rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if row is None or not row[1]:
        who = row[0] if row else "this role"
        raise SiteError(f"The role '{who}' of DATABASE_URL may not create roles and databases: grant it that.")
