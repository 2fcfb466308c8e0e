"""Faults under the crowd's eyes, on a real `tocsin up`: the database away, the front killed, all of it killed, Ctrl-C.

One instance for all of them, in this order."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from tocsin.site import processes
from tocsin.site.commands.forget import forget
from tocsin.site.pgfiles import SUPERUSER

from .played import eventually

TOCSIN = [sys.executable, "-m", "tocsin.site.cli"]
FOUNDERS = ["--administrator", "Ruth <ruth@tocsin.example>", "--administrator", "Ivo <ivo@tocsin.example>"]
READY = "Ready. Ctrl-C stops everything."


@dataclass
class Up:
    """`tocsin up` of one home, started and ended as by somebody at a terminal."""

    home: Path
    process: subprocess.Popen[str] = field(init=False)
    said: list[str] = field(default_factory=list)

    def start(self) -> None:
        command = [*TOCSIN, "up", "--demo", "--no-story", "--ports-free", "--home", str(self.home)]
        environment = processes.environment(self.home) | {"TOCSIN_PROCESS": "tools"}
        self.process = subprocess.Popen(
            command, env=environment, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if line.strip() == READY:
                return
        raise AssertionError(self.said)

    def setting(self, name: str) -> str:
        return str(json.loads((self.home / "instance.json").read_text())["settings"][name])

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.setting('TOCSIN_FRONT_PORT')}{path}", timeout=20, trust_env=False)

    def subscribe(self) -> httpx.Response:
        """Somebody joins the newsletter by the form."""
        said = {"email": f"{uuid.uuid4().hex}@visitor.example", "consent": "yes"}
        address = f"http://127.0.0.1:{self.setting('TOCSIN_FRONT_PORT')}/en/newsletter/"
        return httpx.post(address, data=said, timeout=20, trust_env=False)

    def people(self) -> int:
        """How many have asked for the newsletter, as the database has it."""
        password = (self.home / "keys" / "admin" / "database_password").read_text()
        port = self.setting("TOCSIN_DATABASE_PORT")
        with psycopg.connect(
            host="127.0.0.1", port=port, user=SUPERUSER, password=password, dbname="tocsin"
        ) as connection:
            ((number,),) = connection.execute("SELECT count(*)::int FROM supporters_subscription").fetchall()
        return int(number)

    def front(self) -> psutil.Process:
        """The front's first process: the one that the supervisor started."""
        supervisor = psutil.Process(int((self.home / "supervisord.pid").read_text()))
        (found,) = [one for one in supervisor.children() if "tocsin.site.run.front" in one.cmdline()]
        return found

    def postmaster(self) -> psutil.Process:
        data = (self.home / "postgres").resolve()
        return psutil.Process(int((data / "postmaster.pid").read_text().split("\n")[0]))

    def left(self) -> list[str]:
        """What still runs of it, zombies that nobody has buried yet aside."""
        data = str((self.home / "postgres").resolve())
        return [one.name() for one in psutil.process_iter() if self._is_ours(one, data)]

    def _is_ours(self, process: psutil.Process, data: str) -> bool:
        try:
            words = [*process.cmdline(), process.environ().get("TOCSIN_HOME", ""), process.cwd()]
            return process.status() != psutil.STATUS_ZOMBIE and bool({str(self.home), data} & set(words))
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    place = Path(tempfile.mkdtemp(prefix="tocsin-faults-"))
    place.chmod(0o711)
    running = Up(place / "home")
    try:
        running.start()
        founded = subprocess.run(
            [*TOCSIN, "found", "--home", str(running.home), *FOUNDERS],
            env=processes.environment(running.home), cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert founded.returncode == 0, founded.stdout + founded.stderr
        eventually("the site", lambda: running.get("/en/newsletter/").status_code == 200)
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGINT)
            running.process.wait(60)
        forget(running.home)
        shutil.rmtree(place, ignore_errors=True)


def test_while_the_database_is_away_pages_are_read_and_forms_are_kept(up: Up) -> None:
    assert up.subscribe().status_code == 303
    eventually("the first subscription", lambda: up.people() == 1)
    up.process.send_signal(signal.SIGSTOP)  # else the database would be back before anyone noticed
    try:
        up.postmaster().kill()
        for _time in range(5):
            assert up.get("/en/").status_code == up.get("/ko/newsletter/").status_code == 200
            assert up.subscribe().status_code == 303
        assert list((up.home / "spool").glob("*.rows"))
    finally:
        up.process.send_signal(signal.SIGCONT)
    before = time.monotonic()
    eventually("the database", lambda: up.get("/-/ready").status_code == 200, 30)
    eventually("what waited is acted on", lambda: up.people() == 6)
    assert up.subscribe().status_code == 303
    eventually("and what comes now", lambda: up.people() == 7)
    assert not list((up.home / "spool").iterdir())
    assert time.monotonic() - before < 60


def test_a_killed_front_is_back_with_its_pages(up: Up) -> None:
    killed = up.front()
    workers = killed.children(recursive=True)
    killed.kill()

    def back() -> bool:
        try:
            return up.front().pid != killed.pid and up.get("/en/").status_code == 200
        except (httpx.HTTPError, ValueError, psutil.NoSuchProcess):
            return False

    eventually("a new front", back, 40)
    eventually("nothing of the old one serves on", lambda: not any(one.is_running() for one in workers), 10)
    people = up.people()
    assert up.subscribe().status_code == 303
    eventually("a row through the new front", lambda: up.people() == people + 1)


def test_whatever_was_killed_the_next_start_continues(up: Up) -> None:
    keys = {path: path.read_bytes() for path in (up.home / "keys").rglob("*") if path.is_file()}
    people = up.people()
    up.process.kill()
    up.process.wait()
    up.start()
    assert {path: path.read_bytes() for path in (up.home / "keys").rglob("*") if path.is_file()} == keys
    assert up.people() == people > 1
    assert up.get("/en/newsletter/").status_code == 200
    assert up.subscribe().status_code == 303
    eventually("one more", lambda: up.people() == people + 1)
    audit = [*TOCSIN, "audit", "verify", "--home", str(up.home)]
    assert subprocess.run(audit, env=processes.environment(up.home), cwd="/", check=False).returncode == 0


def test_ctrl_c_leaves_no_process(up: Up) -> None:
    assert len(up.left()) > 5
    up.process.send_signal(signal.SIGINT)
    said, _none = up.process.communicate(timeout=60)
    assert up.process.returncode == 0, said
    assert said.strip() == "Stopping ..."
    assert up.left() == []
