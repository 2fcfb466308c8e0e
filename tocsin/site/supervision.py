"""supervisord over the processes of an instance: its configuration, its start and its end."""

from __future__ import annotations

import signal
import subprocess
import sys
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
umask=077
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
    for priority, name in enumerate(processes.names(demo=config.demo), start=10):
        own = processes.own_environment(name) or {"TOCSIN_PROCESS": "tools"}
        text = PROGRAM.format(
            name=name,
            arguments=" ".join(_quoted(word) for word in processes.arguments(name, config)),
            environment=",".join(f'{key}="{value}"' for key, value in own.items()),
            priority=priority,
        )
        owner = places.users.get(name)
        parts.append(text + (f"user={owner.name}\n" if owner is not None else ""))
    return "".join(parts)


def _quoted(word: str) -> str:
    return f'"{word}"' if "%" in word else word


def start(config: Config, places: Places, lock: int) -> subprocess.Popen[bytes]:
    """Start supervisord, which dies with this thread and holds the home's lock (a descriptor) as long as it lives."""
    file = config.home / "supervisord.conf"
    file.write_text(configuration(config, places))
    return subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(file)],
        env=processes.supervised_environment(config.home),
        cwd=config.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(config.home / "logs" / "supervisord.err").open("wb"),
        start_new_session=True,
        pass_fds=(lock,),
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    ask_kernel(signal.SIGTERM)


def stop(supervisor: subprocess.Popen[bytes]) -> None:
    """End supervisord and with it every process, first by asking."""
    if supervisor.poll() is not None:
        return
    supervisor.terminate()
    try:
        supervisor.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        supervisor.kill()
        supervisor.wait()


def last_words(home: Path, process: str) -> str:
    """The last line that a process wrote to its log."""
    log = home / "logs" / f"{process}.log"
    lines = log.read_text(errors="replace").split("\n") if log.exists() else []
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][:300] if said else "it said nothing"
