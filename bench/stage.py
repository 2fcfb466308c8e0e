"""An instance in a temporary folder, durable as in operation, of which the bench starts the processes it measures."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import psycopg

from bench.report import say
from tocsin.site import processes
from tocsin.site.commands.forget import forget
from tocsin.site.commands.up import tell_story
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance
from tocsin.site.pgfiles import SUPERUSER, binaries

READY_SECONDS = 60.0


@dataclass
class Stage:
    """``instance`` is open: its database runs, and nothing else of it but what ``start`` started."""

    instance: Instance
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Of the front."""
        return self.instance.config.front_port

    @property
    def database_port(self) -> int:
        return int(self.instance.owner().database.port)

    @property
    def password(self) -> str:
        """Of the database's superuser."""
        return (self.instance.home / "keys" / "admin" / "database_password").read_text().strip()

    def connect(self) -> psycopg.Connection:
        """As the superuser, to count and to measure floors."""
        return psycopg.connect(
            host="127.0.0.1", port=self.database_port, user=SUPERUSER, password=self.password, dbname="tocsin",
            autocommit=True,
        )  # fmt: skip

    def number(self, query: str) -> int:
        """The one whole number that a query of ours returns."""
        with self.connect() as connection:
            row = connection.execute(query.encode()).fetchone()
        return int(row[0]) if row is not None else 0

    def start(self, process: str, *words: str, role: str | None = None) -> subprocess.Popen[str]:
        """Run ``python -m WORDS`` as a process of the instance; a bench's own module runs with a process's rights."""
        user = self.instance.places.users.get(role or process)
        started = subprocess.Popen(  # noqa: S603 (our own interpreter)
            [sys.executable, "-m", *words],
            env=processes.environment(self.instance.home, process), cwd="/", text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr,
            user=None if user is None else user.uid, group=None if user is None else user.gid,
            extra_groups=None if user is None else [], start_new_session=True,
        )  # fmt: skip
        self.started.append(started)
        return started

    def start_front(self) -> subprocess.Popen[str]:
        """The front as ``tocsin up`` runs it; returns when it is ready."""
        front = self.start("front", "tocsin.site.run.front")
        limit = time.monotonic() + READY_SECONDS
        while time.monotonic() < limit and front.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{self.port}/-/ready", trust_env=False).status_code == 200:
                    return front
            time.sleep(0.05)
        raise RuntimeError("the front does not start")

    def run(self, process: str, *words: str) -> None:
        """Run ``python -m WORDS`` to its end. Raises RuntimeError where it fails."""
        done = self.start(process, *words)
        done.communicate()
        self.started.remove(done)
        if done.returncode != 0:
            raise RuntimeError(f"{words[0]} failed")

    def end(self, process: subprocess.Popen[str]) -> None:
        """By SIGTERM, as a supervisor does. Raises RuntimeError where it does not end well."""
        self.started.remove(process)
        process.terminate()
        process.communicate(timeout=30)
        if process.returncode not in (0, -15):
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")


@contextlib.contextmanager
def staged(settings: Mapping[str, str] | None = None) -> Iterator[Stage]:
    """A stage that is taken down and forgotten afterwards, whatever happened; ``settings`` win over the demo's."""
    with _instance(settings) as instance:
        stage = Stage(instance)
        try:
            instance.open()
            yield stage
        finally:
            for process in stage.started:
                _end_tree(process.pid)
                process.communicate()


@contextlib.contextmanager
def played() -> Iterator[Stage]:
    """The whole demo with its story played to the end, all its processes running."""
    with _instance() as instance:
        instance.start()
        try:
            tell_story(instance)
        except SiteError:  # its last chapters race with the clock, and what is measured stands long before them
            say("The story did not hold to its end; what has been published is measured all the same.")
        yield Stage(instance)


@contextlib.contextmanager
def _instance(settings: Mapping[str, str] | None = None) -> Iterator[Instance]:
    place = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    place.chmod(0o711)
    instance = Instance(place / "home", demo=True, any_ports=True, settings=settings, environ={})
    try:
        yield instance
    finally:
        instance.stop()
        forget(instance.home)
        shutil.rmtree(place, ignore_errors=True)


def _end_tree(pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        for each in [*top.children(recursive=True), top]:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()


def memory_mb(process: subprocess.Popen[str]) -> float:
    """What a process and its children hold in memory: unique set sizes, in MiB."""
    top = psutil.Process(process.pid)
    return sum(each.memory_full_info().uss for each in [top, *top.children(recursive=True)]) / 2**20


def pgbench() -> Path:
    """The wheel's own pgbench, of the same build as the server."""
    return binaries() / "pgbench"
