"""An instance of Tocsin: its home, its database and its processes, started and stopped as one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from tocsin.site import config, database, home, keys, ports, processes, readiness, record, recovery, supervision
from tocsin.site.config import Config
from tocsin.site.errors import SiteError
from tocsin.site.places import Places, settle

Say = Callable[[str], None]


class Instance:
    """The instance that lives in a home folder. Usable as a context manager.

    `demo` takes the demo's settings and adds the mailbox; `any_ports` takes free ports instead of the settings';
    `settings` win over `environ`; `durable=False` gives up safety at a power cut for speed; `say` gets the lines
    meant for the person at the terminal.
    """

    def __init__(
        self,
        folder: Path,
        *,
        demo: bool = False,
        any_ports: bool = False,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        environ: Mapping[str, str] = os.environ,
        say: Say = lambda line: None,
    ) -> None:
        self.home = folder.absolute()
        self.any_ports, self.durable, self.say = any_ports, durable, say
        self._environ = dict(environ) | (dict(settings or {})) | ({"TOCSIN_DEMO": "yes"} if demo else {})
        self._lock: int | None = None
        self._server: database.Embedded | database.External | None = None
        self._supervisor: supervision.Supervisor | None = None
        self.places: Places
        self.config: Config

    def __enter__(self) -> Instance:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Set everything up and return once every process really works. Raises SiteError; then nothing runs."""
        try:
            self.open()
            since = time.time()
            self._supervisor = supervision.start(self.config, self.places, self._held())
            questions = readiness.checks(self.config, self.owner().database, since)
            readiness.await_all(questions, self._supervisor)
        except BaseException:
            self.stop()
            raise

    def open(self) -> None:
        """Set everything up, with the database running but none of the processes: for set-up, backup and tests."""
        self._lock = home.lock(self.home)
        self._keep_settings()
        self._require_ports()
        self._settle()
        self._make_keys()
        self._open_database()
        self.prepare()

    def open_database_only(self) -> None:
        """Start the database and set its roles up, whatever is in it: for backup and restore."""
        self._lock = home.lock(self.home)
        self._keep_settings()
        self._settle()
        self._open_database()

    def stop(self) -> None:
        """Stop the processes and then the database; safe to call at any moment."""
        if self._supervisor is not None:
            self._supervisor.stop()
            self._supervisor = None
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def alive(self) -> bool:
        """Whether the supervisor runs; a database that died is started again by the way."""
        if self._server is not None:
            self._server.ensure_running()
        return self._supervisor is not None and self._supervisor.alive()

    def owner(self) -> Config:
        """The configuration as the tables' owner reads it."""
        return config.load(processes.environment(self.home, "owner"))

    def run(self, process: str, *arguments: str) -> int:
        """Run `tocsin ARGUMENTS` with the role, keys and user of a process, its output to ours; the exit code."""
        return processes.run(self.home, process, self.places.users.get(process), *arguments)

    def _held(self) -> int:
        if self._lock is None:
            raise SiteError(f"The home {self.home} is not open.")
        return self._lock

    def _keep_settings(self) -> None:
        here = {**self._environ, "TOCSIN_HOME": str(self.home), "TOCSIN_PROCESS": "owner"}
        if self.any_ports:
            names = list(ports.NAMES)[: None if config.load(here).demo else 2]
            self._environ |= dict(zip(names, map(str, ports.free_ports(len(names))), strict=True))
        self.config = config.load(here | self._environ)
        record.keep_settings(self.home, self._environ)

    def _settle(self) -> None:
        self.places = settle(self.home, demo=self.config.demo)
        for line in self.places.notes:
            self.say(line)

    def _require_ports(self) -> None:
        wanted = {"TOCSIN_FRONT_PORT": self.config.front_port, "TOCSIN_DESK_PORT": self.config.desk_port}
        ports.require_free(self.config.listen, wanted)
        if self.config.demo:
            mail = {"TOCSIN_MAILBOX_PORT": self.config.mailbox_port, "TOCSIN_SMTP_PORT": self.config.smtp.port}
            ports.require_free("127.0.0.1", mail)

    def _make_keys(self) -> None:
        if keys.generate_keys_once(self.places.keys):
            recovery.write(self.home)
        keys.publish_dkim(self.places.keys, self.home / "dkim.txt")
        for name in ("worker", "desk"):
            if self._environ.get("TOCSIN_SMTP_PASSWORD"):
                keys.keep_secret(self.places.keys / name, "smtp_password", self._environ["TOCSIN_SMTP_PASSWORD"])

    def _open_database(self) -> None:
        admin = self.places.keys / "admin"
        admin.mkdir(mode=0o700, exist_ok=True)
        given, kept = self._environ.get("DATABASE_URL"), admin / "database_url"
        url = given or (kept.read_text() if kept.exists() else None)
        self._server = database.open_server(self.places, url, None, durable=self.durable)
        database.set_up(self._server, self.config.database.name, self.places.keys)
        if given:
            keys.keep_secret(admin, kept.name, given)
        record.keep_settings(self.home, self._server.settings())
        self.config = replace(self.config, database=self.owner().database)
        keys.give_to_holders(self.places)

    def prepare(self) -> None:
        """Migrate, grant and collect static files, as the owner."""
        done = subprocess.run(
            [sys.executable, "-m", "tocsin.site.prepare"],
            env=processes.environment(self.home, "owner"), cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            words = [line for line in done.stderr.splitlines() if line.strip()] or ["it gave no reason"]
            raise SiteError(words[-1] if done.returncode == 2 else f"The database could not be prepared: {words[-1]}")
