"""supervisord over the processes of an instance: its configuration, its start and its end."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tocsin.site import processes
from tocsin.site.config import Config
from tocsin.site.lifeline import ask_kernel
from tocsin.site.osusers import is_root
from tocsin.site.places import Places

STOP_SECONDS = 40.0

HEAD = """\
; Written by Tocsin at each start; changes made here are lost.
[supervisord]
nodaemon=true
silent=true
logfile=%(ENV_TOCSIN_HOME)s/logs/supervisord.log
logfile_maxbytes=5MB
logfile_backups=3
pidfile=%(ENV_TOCSIN_HOME)s/supervisord.pid
"""

PROGRAM = """
[program:{name}]
command="%(ENV_TOCSIN_PYTHON)s" {arguments}
directory=/
environment={environment}
priority={priority}
autorestart=true
startsecs=2
startretries=1000000
stopsignal=TERM
stopwaitsecs=20
stopasgroup=false
killasgroup=true
redirect_stderr=true
stdout_logfile=%(ENV_TOCSIN_HOME)s/logs/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=5
"""


def configuration(config: Config, places: Places) -> str:
    """The text of supervisord's configuration. Paths come through its environment, so any path will do."""
    parts = [HEAD + ("user=root\n" if is_root() else "")]
    for priority, name in enumerate(processes.names(demo=config.demo, workers=config.workers), start=10):
        own = processes.own_environment(name) or {"TOCSIN_PROCESS": "tools"}
        text = PROGRAM.format(
            name=name,
            arguments=" ".join(_quoted(word) for word in processes.arguments(name, config)),
            environment=",".join(f'{key}="{value}"' for key, value in own.items()),
            priority=priority,
        )
        owner = places.users.get(processes.RUNS_AS.get(name, processes.kind(name)))
        parts.append(text + (f"user={owner.name}\n" if owner is not None else ""))
    return "".join(parts)


def _quoted(word: str) -> str:
    return f'"{word}"' if "%" in word else word


@dataclass(frozen=True)
class Supervisor:
    """A running supervisord; `heard` is how long its log was before it started."""

    process: subprocess.Popen[bytes]
    home: Path
    heard: int

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """End it and with it every process, first by asking."""
        if not self.alive():
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def keeps_failing(self, name: str) -> bool:
        """Whether that process has ended by itself three times since the start."""
        return self._log().count(f"exited: {name} (") >= 3

    def last_words(self, name: str) -> str:
        """The last line that a process wrote to its log."""
        log = self.home / "logs" / f"{name}.log"
        lines = log.read_text(errors="replace").split("\n") if log.exists() else []
        said = [line.strip() for line in lines if line.strip()]
        return said[-1][:300] if said else "(it is empty)"

    def _log(self) -> str:
        log = self.home / "logs" / "supervisord.log"
        return log.read_bytes()[self.heard :].decode(errors="replace") if log.exists() else ""


def start(config: Config, places: Places, lock: int) -> Supervisor:
    """Start supervisord, which dies with this thread and holds the home's lock (a descriptor) as long as it lives."""
    file, log = config.home / "supervisord.conf", places.logs / "supervisord.log"
    file.write_text(configuration(config, places))
    heard = log.stat().st_size if log.exists() else 0
    process = subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(file)],
        env=processes.supervised_environment(config.home),
        cwd=config.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=(lock,),
        umask=0o077,  # supervisord's own setting of that name counts only for a daemon
        preexec_fn=_die_with_parent,
    )
    return Supervisor(process, config.home, heard)


def _die_with_parent() -> None:
    ask_kernel(signal.SIGTERM)
