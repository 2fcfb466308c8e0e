"""Connects as each role and lists what it can really do, table by table and column by column."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from tests.architecture.conftest import Login
from tocsin.site.errors import SiteError
from tocsin.site.granting import apply_grants, function_roles, parse
from tocsin.site.grants import GRANTS
from tocsin.site.roles import FRONT_CONNECTIONS, PROCESS_ROLES, ROLES

pytestmark = pytest.mark.django_db  # so that pytest-django makes the database

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
COLUMN_RIGHTS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
# Asked of the server, by the role itself, about itself.
COLUMNS = """
SELECT c.relname, a.attname, r.word
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
     unnest(%s::text[]) AS r(word)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND has_column_privilege(c.oid, a.attnum, r.word)
"""
TABLES = """
SELECT c.relname, r.word FROM pg_class c, unnest(%s::text[]) AS r(word)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND has_table_privilege(c.oid, r.word)
"""
# An entry in a colleague's name, in its place in the chain.
FORGED = """
INSERT INTO core_audit SELECT coalesce(max(sequence), 0) + 1, now(), 'Ruth', 1, 'x', 'x', '{}',
  coalesce((array_agg(hash ORDER BY sequence DESC))[1], decode(repeat('00', 32), 'hex')), sha256('x') FROM core_audit
"""
ALL_COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT a.attisdropped
"""


def declared_columns(role: str, columns: list[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """Each (table, column, right) that `grants.py` declares for a role."""
    found = set()
    for table, column in columns:
        for word, named in parse(GRANTS[table].get(role, "")):
            if word in COLUMN_RIGHTS and (not named or column in named):
                found.add((table, column, word))
    return found


@pytest.mark.parametrize("role", PROCESS_ROLES)
def test_each_role_can_do_what_is_declared_and_nothing_else(role: str, login: Login) -> None:
    with login(role) as connection:
        columns = connection.execute(ALL_COLUMNS).fetchall()
        can = set(connection.execute(COLUMNS, [list(COLUMN_RIGHTS)]).fetchall())
        tables = set(connection.execute(TABLES, [list(RIGHTS)]).fetchall())
    assert len(columns) > 300
    assert can == declared_columns(role, columns)
    whole = {(table, word) for table in GRANTS for word, named in parse(GRANTS[table].get(role, "")) if not named}
    assert tables == whole


def test_the_front_sees_two_tables_and_adds_to_two(login: Login) -> None:
    with login("tocsin_front") as connection:
        assert set(connection.execute(TABLES, [list(RIGHTS)]).fetchall()) == {
            ("front_published", "SELECT"),
            ("front_state", "SELECT"),
            ("front_letterbox", "INSERT"),
            ("front_letterbox_batch", "INSERT"),
        }


@pytest.mark.parametrize("table", sorted(table for table in GRANTS if table.startswith(("intake_", "cases_"))))
@pytest.mark.parametrize("role", ["tocsin_front", "tocsin_worker"])
def test_the_case_file_is_closed_to_all_but_the_desk(role: str, table: str, login: Login) -> None:
    with login(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("tocsin_front", "SELECT * FROM front_letterbox"),
        ("tocsin_front", "DELETE FROM front_letterbox"),
        ("tocsin_front", "UPDATE front_published SET status = 200"),
        ("tocsin_front", "SELECT * FROM supporters_contact"),
        ("tocsin_front", "SELECT * FROM core_audit"),
        ("tocsin_worker", "SELECT * FROM accounts_staff"),
        ("tocsin_worker", "SELECT * FROM disclosure_dossier"),
        ("tocsin_worker", "SELECT * FROM wagtailcore_revision"),
        ("tocsin_worker", "UPDATE campaigns_campaign SET state = 'live'"),
        ("tocsin_worker", "UPDATE core_audit SET actor = 'nobody'"),
        ("tocsin_desk", "DELETE FROM core_audit"),
        ("tocsin_desk", "TRUNCATE core_audit"),
        ("tocsin_desk", "SELECT * FROM supporters_contact"),
        ("tocsin_desk", "UPDATE disclosure_verdict SET guard_version = 1"),
        # With these the crowd's process could keep the audit, and with it every withdrawal, waiting.
        ("tocsin_front", "SELECT pg_advisory_lock(1)"),
        ("tocsin_front", "SELECT pg_advisory_xact_lock(1, 1)"),
        ("tocsin_front", "SELECT pg_try_advisory_lock_shared(1)"),
        ("tocsin_worker", FORGED),
        *((role, "SELECT lo_create(0)") for role in PROCESS_ROLES),
        *((role, "SELECT lo_from_bytea(0, 'x')") for role in PROCESS_ROLES),
        *((role, "CREATE TABLE mine (x int)") for role in PROCESS_ROLES),
        *((role, "CREATE SCHEMA mine") for role in PROCESS_ROLES),
        *((role, "CREATE TEMPORARY TABLE mine (x int)") for role in PROCESS_ROLES),
        *((role, "ALTER TABLE core_audit DISABLE TRIGGER ALL") for role in PROCESS_ROLES),
        *((role, "CREATE ROLE mine") for role in ROLES),
        *((role, "SET ROLE tocsin_admin") for role in ROLES),
        *((role, "SET session_replication_role = replica") for role in ROLES),
        *((role, "SELECT pg_read_file('/etc/hostname')") for role in ROLES),
        *((role, "COPY (SELECT 1) TO PROGRAM 'true'") for role in ROLES),
        *((role, "SELECT rolpassword FROM pg_authid") for role in ROLES),
    ],
)
def test_what_a_thief_would_try_is_refused(role: str, statement: str, login: Login) -> None:
    with login(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", PROCESS_ROLES)
def test_sequences_are_only_for_those_who_add_rows(role: str, login: Login) -> None:
    query = """
        SELECT s.relname, coalesce(t.relname, '') FROM pg_class s
        LEFT JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
        LEFT JOIN pg_class t ON t.oid = d.refobjid
        WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace
          AND CASE s.relkind WHEN 'S' THEN has_sequence_privilege(s.oid, 'USAGE, SELECT, UPDATE') END
    """
    with login(role) as connection:
        found = connection.execute(query).fetchall()
    for sequence, table in found:
        rights = [word for word, _ in parse(GRANTS.get(table, {}).get(role, ""))]
        assert "INSERT" in rights, sequence
    assert role != "tocsin_front" or not found


@pytest.mark.parametrize("role", PROCESS_ROLES)
def test_functions_are_only_for_those_who_call_them(role: str, login: Login) -> None:
    query = """
        SELECT proname, has_function_privilege(oid, 'EXECUTE') FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    """
    with login(role) as connection:
        found = connection.execute(query).fetchall()
    assert found
    assert {name for name, may in found if may} == {name for name, _ in found if role in function_roles(name)}


def test_the_front_cannot_take_all_connections(login: Login) -> None:
    with login("tocsin_front") as connection:
        row = connection.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (FRONT_CONNECTIONS,)


def test_a_table_without_a_declaration_stops_the_set_up(login: Login) -> None:
    with login("tocsin_owner") as connection:
        connection.execute("CREATE TABLE forgotten (x int)")
        try:
            with pytest.raises(SiteError, match="No rights are declared for the table forgotten"):
                apply_grants(connection)
        finally:
            connection.execute("DROP TABLE forgotten")


def test_a_right_given_by_hand_is_taken_back(login: Login) -> None:
    with login("tocsin_owner") as connection:
        connection.execute("GRANT SELECT ON cases_person TO tocsin_front")
        connection.execute("GRANT SELECT (id) ON cases_case TO PUBLIC")
        apply_grants(connection)
    with login("tocsin_front") as connection:
        for table in ("cases_person", "cases_case"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))
