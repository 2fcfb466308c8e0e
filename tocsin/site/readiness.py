"""Whether the processes of an instance really answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import closing

import httpx
import psycopg

from tocsin.site.config import Config, Database
from tocsin.site.errors import SiteError
from tocsin.site.supervision import Supervisor

SECONDS = 180.0
FRESH = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat >= %s LIMIT 1"


def checks(config: Config, owner: Database, since: float) -> dict[str, Callable[[], bool]]:
    """For each process, the question whether it works; `since` is the Unix time of this start."""
    at = config.listen if config.listen not in ("0.0.0.0", "::") else "127.0.0.1"  # noqa: S104 (compared only)
    host = f"[{at}]" if ":" in at else at
    named = {
        "front": lambda: answers(f"http://{host}:{config.front_port}/-/ready", below=300),
        "desk": lambda: answers(f"http://{host}:{config.desk_port}/accounts/login/", below=400),
        "worker": lambda: works(owner, since),
    }
    if config.demo:
        named["mailbox"] = lambda: (
            listens(config.smtp.port) and answers(f"http://127.0.0.1:{config.mailbox_port}/", 400)
        )
    return named


def answers(address: str, below: int) -> bool:
    """Whether a GET is answered with a status below that."""
    try:
        return httpx.get(address, timeout=5.0, trust_env=False).status_code < below
    except httpx.HTTPError:
        return False


def listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2.0):
            return True
    except OSError:
        return False


def works(database: Database, since: float) -> bool:
    """Whether a worker has shown itself in the database since then."""
    try:
        with closing(connect(database)) as connection:
            return connection.execute(FRESH, [_moment(since)]).fetchone() is not None
    except psycopg.Error:
        return False


def connect(database: Database) -> psycopg.Connection:
    return psycopg.connect(
        host=database.host, port=database.port, dbname=database.name, user=database.role,
        password=database.password, sslmode=database.tls, connect_timeout=10, autocommit=True,
    )  # fmt: skip


def await_all(questions: dict[str, Callable[[], bool]], supervisor: Supervisor) -> None:
    """Wait until each process works. SiteError names the first that does not, with the last line of its log."""
    waiting, limit = list(questions), time.monotonic() + SECONDS
    while waiting and supervisor.alive() and time.monotonic() < limit:
        waiting = [name for name in waiting if not questions[name]()]
        failing = [name for name in waiting if supervisor.keeps_failing(name)]
        if failing:
            waiting = failing
            break
        time.sleep(0.2 if waiting else 0)
    if waiting:
        said = supervisor.last_words(waiting[0])
        raise SiteError(f"The {waiting[0]} does not start; the last line of its log is: {said}")


def _moment(since: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(since))
