"""The played instance: its figures, its database read by SQL alone, its doors, and its processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psycopg

from tocsin.desk.story.mailbox import Mailbox
from tocsin.site import processes
from tocsin.site.instance import Instance
from tocsin.site.pgfiles import SUPERUSER

# Shown to who has just sent a form, and to nobody else.
ANSWERS = ("/report/received/", "/report/answers/", "/report/added/")
SOON = 5.0
"""Seconds in which a withdrawn release must be dark."""


@dataclass(frozen=True)
class Played:
    """``figures`` is what the story printed last, ``told`` all that it printed before."""

    instance: Instance
    figures: dict[str, Any]
    told: str

    @property
    def public(self) -> str:
        return self.instance.config.public_url

    @property
    def desk(self) -> str:
        return self.instance.config.desk_url

    @cached_property
    def http(self) -> httpx.Client:
        """The public site, as a program without cookies sees it."""
        return httpx.Client(base_url=self.public, timeout=30, trust_env=False)

    @cached_property
    def post(self) -> httpx.Client:
        """The mailbox's HTTP side."""
        address = f"http://127.0.0.1:{self.instance.config.mailbox_port}"
        return httpx.Client(base_url=address, timeout=30, trust_env=False)

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.post)

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        """A connection of the superuser: what somebody with the whole database reads."""
        with connect(self.instance, SUPERUSER, "admin") as connection:
            yield connection

    def rows(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        with self.database() as connection:
            return connection.execute(statement, values).fetchall()

    def value(self, statement: LiteralString, *values: object) -> Any:
        """The one value of the one row."""
        ((value,),) = self.rows(statement, *values)
        return value

    def run(self, process: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python with the environment, user, role and keys of a process."""
        return run(self.instance, process, *arguments)

    def paths(self, language: str = "") -> list[str]:
        """The pages of the window that are live, in a language or in all."""
        found = self.rows(
            "SELECT path FROM front_published WHERE status = 200 AND content_type LIKE 'text/html%%'"
            " AND path LIKE %s ORDER BY path",
            f"/{language}%",
        )
        return [path for (path,) in found if not path.endswith(ANSWERS)]


@contextmanager
def connect(instance: Instance, role: str, holder: str) -> Iterator[psycopg.Connection]:
    """A connection of a role, by the password in the key folder of ``holder``."""
    password = (instance.places.keys / holder / "database_password").read_text()
    database = instance.config.database
    with psycopg.connect(
        host=database.host, port=database.port, dbname=database.name, user=role, password=password, autocommit=True
    ) as connection:
        yield connection


def start(instance: Instance, process: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start Python with the environment, user, role and keys of a process, its three streams piped."""
    user = instance.places.users.get(process)
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=processes.environment(instance.home, process),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        user=None if user is None else user.uid,
        group=None if user is None else user.gid,
        extra_groups=None if user is None else [],
    )


def run(instance: Instance, process: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same to its end; its output."""
    running = start(instance, process, *arguments)
    told, faults = running.communicate()
    return subprocess.CompletedProcess(running.args, running.returncode, told.decode(), faults.decode())


def play(instance: Instance, supporters: int) -> Played:
    """Play the story into a fresh instance."""
    mailbox = f"http://127.0.0.1:{instance.config.mailbox_port}"
    size = ["--supporters", str(supporters), "--json"]
    told = run(instance, "desk", "-m", "tocsin.site.cli", "manage", "story", "--mailbox-url", mailbox, *size)
    assert told.returncode == 0, told.stdout + told.stderr
    words, _, figures = told.stdout.strip().rpartition("\n")
    return Played(instance, json.loads(figures), words)


def eventually(what: str, happens: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until it is so; an AssertionError where it does not become so in time."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, f"{what}: not within {seconds:.0f} seconds"
        time.sleep(0.1)


def is_root(instance: Instance) -> bool:
    """Whether each process has a user of its own."""
    return bool(instance.places.users)


HERE = Path(__file__).parent
