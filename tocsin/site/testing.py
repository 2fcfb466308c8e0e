"""One embedded PostgreSQL and one set of keys for a whole test run; used by the root `conftest.py`."""

from __future__ import annotations

import atexit
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tocsin.site.keys import generate_keys_once
from tocsin.site.osusers import ensure_user, give, is_root
from tocsin.site.pgfiles import SUPERUSER, lockfile
from tocsin.site.postgres import Postgres
from tocsin.site.roles import OWNER, ROLES, ensure_roles


def open_home() -> Path:
    """The run's folder with its keys; the first process of a run makes it and removes it at its end."""
    if "TOCSIN_TEST_HOME" in os.environ:
        return Path(os.environ["TOCSIN_TEST_HOME"])
    home = Path(tempfile.mkdtemp(prefix="tocsin-test-"))
    home.chmod(0o711)
    (home / "static").mkdir()
    generate_keys_once(home / "keys")
    (home / "keys").chmod(0o711)
    os.environ["TOCSIN_TEST_HOME"] = str(home)
    os.environ["TOCSIN_TEST_PASSWORD"] = secrets.token_urlsafe(24)
    atexit.register(_close, home)
    _merge(home / "keys")
    return home


@contextmanager
def open_place() -> Iterator[Path]:
    """A temporary folder which the users of other processes can enter (pytest's own they cannot)."""
    place = Path(tempfile.mkdtemp(prefix="tocsin-test-"))
    place.chmod(0o711)
    yield place
    shutil.rmtree(place, ignore_errors=True)


def use_home(home: Path) -> None:
    """Let the settings of this process, and of those it starts, be those of the tests."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.site.settings"
    os.environ["TOCSIN_PROCESS"] = "tests"
    os.environ["TOCSIN_HOME"] = str(home)
    os.environ["TOCSIN_DEMO"] = "yes"
    os.environ["TOCSIN_DATABASE_PASSWORD"] = os.environ["TOCSIN_TEST_PASSWORD"]


def server_port(home: Path) -> int:
    """The port of the run's database server, which the first caller starts."""
    server = _server(home)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not server.created:
            give(home / "db", server.user, 0o711)
            server.create(os.environ["TOCSIN_TEST_PASSWORD"])
            _prepare(server.start(), os.environ["TOCSIN_TEST_PASSWORD"])
    found = lockfile(server.data)
    return found.port if found is not None else server.start()


def superuser(port: int, database: str = "postgres") -> psycopg.Connection:
    """A connection as the set-up role, for tests of roles and grants."""
    password = os.environ["TOCSIN_TEST_PASSWORD"]
    return psycopg.connect(
        host="127.0.0.1", port=port, user=SUPERUSER, password=password, dbname=database, autocommit=True
    )


def _server(home: Path) -> Postgres:
    (home / "db").mkdir(exist_ok=True)
    return Postgres(home / "db" / "postgres", user=ensure_user("tocsin-db") if is_root() else None, durable=False)


def _prepare(port: int, password: str) -> None:
    with superuser(port) as connection:
        ensure_roles(connection, dict.fromkeys(ROLES, password))
        connection.execute(f"ALTER ROLE {OWNER} CREATEDB")


def _merge(keys: Path) -> None:
    """Tests play every process, so their folder holds every key."""
    merged = keys / "tests"
    merged.mkdir(mode=0o700)
    for process in ("front", "worker", "desk"):
        shutil.copytree(keys / process, merged, dirs_exist_ok=True)


def _close(home: Path) -> None:
    if (home / "db").exists():
        _server(home).stop()
    shutil.rmtree(home, ignore_errors=True)
