"""The embedded server: trusts nobody, survives kills, keeps quiet about what it is asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tocsin.site.errors import SiteError
from tocsin.site.osusers import ensure_user, give, is_root
from tocsin.site.pgfiles import SUPERUSER, lockfile
from tocsin.site.postgres import Postgres
from tocsin.site.testing import open_place

PASSWORD = "it's 100% secret"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with open_place() as place:
        folder = place / ("a folder with spaces " + "and a long name " * 8)
        folder.mkdir()
        user = ensure_user("tocsin-db") if is_root() else None
        give(folder, user, 0o755)
        made = Postgres(folder / "postgres", user=user, durable=False)
        made.create(PASSWORD)
        yield made
        made.stop()


def connect(port: int, password: str = PASSWORD) -> psycopg.Connection:
    return psycopg.connect(
        host="127.0.0.1", port=port, user=SUPERUSER, password=password, dbname="postgres", autocommit=True
    )


def test_the_right_password_opens_and_the_wrong_one_does_not(server: Postgres) -> None:
    port = server.start()
    with connect(port) as connection:
        row = connection.execute(
            "SELECT datlocale, datlocprovider FROM pg_database WHERE datname = 'postgres'"
        ).fetchone()
    assert row == ("PG_UNICODE_FAST", "b")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(port, "wrong")


def test_nobody_is_trusted_and_there_is_no_socket(server: Postgres) -> None:
    with connect(server.start()) as connection:
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        sockets = connection.execute("SHOW unix_socket_directories").fetchone()
    assert methods == [("scram-sha-256",)]
    assert sockets == ("",)


def test_a_server_left_behind_is_taken_over(server: Postgres) -> None:
    port, before = server.start(), lockfile(server.data)
    assert server.start() == port
    assert lockfile(server.data) == before


def test_after_a_kill_it_starts_at_once_with_its_data(server: Postgres) -> None:
    with connect(server.start()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
    killed = lockfile(server.data)
    assert killed is not None
    os.kill(killed.pid, signal.SIGKILL)
    with connect(server.start()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    again = lockfile(server.data)
    assert again is not None
    assert again.pid != killed.pid


def test_a_stopped_server_does_not_run_and_stopping_twice_is_no_fault(server: Postgres) -> None:
    server.start()
    server.stop()
    server.stop()
    assert not server.running()


def test_the_logs_hold_nothing_that_was_asked(server: Postgres) -> None:
    with connect(server.start()) as connection:
        for statement in ("SELECT 'kim-chol-su'::int", "SELECT 1/0 /* kim-chol-su */"):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT (1/(%s::int - 19120315))", [19120315])
    with pytest.raises(psycopg.OperationalError):
        connect(server.start(), "wrong")
    words = "".join(log.read_text() for log in (server.data / "log").glob("*.log"))
    assert "password authentication failed" in words  # there is a log, and it tells what an operator must know
    for secret in ("kim-chol-su", "19120315", "127.0.0.1(", "host="):
        assert secret not in words


def test_a_broken_database_is_told_in_one_sentence(server: Postgres) -> None:
    server.start()
    server.stop()
    control = server.data / "global" / "pg_control"
    whole = control.read_bytes()
    control.write_bytes(b"broken")
    try:
        with pytest.raises(SiteError, match="does not start: could not read file"):
            server.start()
    finally:
        control.write_bytes(whole)
    server.start()


@pytest.mark.skipif(not is_root(), reason="needs root")
def test_started_by_root_the_server_is_another_user_s(server: Postgres) -> None:
    server.start()
    found = lockfile(server.data)
    assert found is not None
    assert Path(f"/proc/{found.pid}").stat().st_uid != 0
