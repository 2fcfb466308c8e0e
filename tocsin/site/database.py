"""The instance's database: the embedded server or the one of DATABASE_URL, with its roles and their passwords."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tocsin.site import keys
from tocsin.site.errors import SiteError
from tocsin.site.pgfiles import SUPERUSER
from tocsin.site.places import Places
from tocsin.site.postgres import Postgres
from tocsin.site.roles import OWNER, PROCESS_ROLES, close_catalogue, ensure_database, ensure_roles

OLDEST = 160000


@dataclass(frozen=True)
class External:
    """A server that is not ours; `url` is of a role that may make roles and databases."""

    url: str

    def settings(self) -> dict[str, str]:
        try:
            known = conninfo_to_dict(self.url)
        except psycopg.ProgrammingError:
            raise SiteError("DATABASE_URL cannot be read: it must be like postgresql://role@host:5432/name.") from None
        if urlsplit(self.url).scheme not in ("postgres", "postgresql") or not known.get("host"):
            raise SiteError("DATABASE_URL names no server: it must be like postgresql://role@host:5432/name.")
        return {
            "TOCSIN_DATABASE_HOST": str(known["host"]),
            "TOCSIN_DATABASE_PORT": str(known.get("port", 5432)),
            "TOCSIN_DATABASE_TLS": str(known.get("sslmode", "prefer")),
        }

    def connect(self, name: str | None = None) -> psycopg.Connection:
        """To the database of that name, else to the one that the address names. Raises SiteError."""
        self.settings()
        try:
            connection = psycopg.connect(self.url, autocommit=True, connect_timeout=10, dbname=name)
        except psycopg.OperationalError as error:
            reason = str(error).strip().splitlines()[-1]
            raise SiteError(f"The server of DATABASE_URL does not let us in: {reason}") from None
        if connection.info.server_version < OLDEST:
            raise SiteError(f"The server of DATABASE_URL is older than PostgreSQL {OLDEST // 10000}.")
        return connection

    def stop(self) -> None:
        """Not ours to stop."""

    def ensure_running(self) -> None:
        """Not ours to start."""


@dataclass(frozen=True)
class Embedded:
    """Our own server; `port` is where it listens now."""

    server: Postgres
    password: str
    port: int

    def settings(self) -> dict[str, str]:
        return {
            "TOCSIN_DATABASE_HOST": "127.0.0.1",
            "TOCSIN_DATABASE_PORT": str(self.port),
            "TOCSIN_DATABASE_TLS": "disable",
        }

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        try:
            return psycopg.connect(
                host="127.0.0.1", port=self.port, user=SUPERUSER, password=self.password, dbname=name,
                autocommit=True, connect_timeout=10,
            )  # fmt: skip
        except psycopg.OperationalError:
            raise SiteError(
                f"The database in {self.server.data} does not know the password in keys/admin: they are of two homes."
            ) from None

    def stop(self) -> None:
        self.server.stop()

    def ensure_running(self) -> None:
        """Start it again, on the same port, if it died."""
        if not self.server.running():
            self.server.start(self.port)


def open_server(places: Places, url: str | None, wanted_port: int | None, *, durable: bool) -> Embedded | External:
    """The server of DATABASE_URL if one is given, else our own, started (and made at the first time)."""
    if url:
        return External(url)
    server = Postgres(places.data, places.binaries, places.database_user, durable=durable)
    if not server.created and any(places.data.glob("*")):
        raise SiteError(f"{places.data} holds something else than a database: move it away.")
    password = keys.password(places.keys / "admin", "database_password")
    if not server.created:
        server.create(password)
    return Embedded(server, password, server.start(wanted_port))


def set_up(server: Embedded | External, name: str, root: Path) -> None:
    """Make roles and database; each role's generated password lies in its process's key folder below `root`.

    Where we are the superuser (always on the embedded server), what PostgreSQL opens to every login is closed too.
    """
    passwords = {OWNER: keys.password(root / "admin", "owner_password")}
    for role in PROCESS_ROLES:
        passwords[role] = keys.password(root / role.removeprefix("tocsin_"), "database_password")
    with closing(server.connect()) as connection:
        ensure_roles(connection, passwords)
        ensure_database(connection, name)
    with closing(server.connect(name)) as connection:
        close_catalogue(connection)
