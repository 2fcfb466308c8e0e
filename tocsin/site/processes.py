"""The processes of an instance: what each runs, as whom, and the little that its environment holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tocsin.site.config import Config
from tocsin.site.lifeline import MARK
from tocsin.site.osusers import OsUser

SOURCE = Path(__file__).resolve().parents[2]
DJANGO = frozenset({"desk", "worker", "owner"})
# A process that runs with another one's user, keys and database role.
RUNS_AS = {"tender": "desk"}


def names(*, demo: bool, workers: int = 1) -> tuple[str, ...]:
    """The supervised processes, in the order of their starting; the workers after the first are worker2, worker3 ..."""
    more = tuple(f"worker{number}" for number in range(2, workers + 1))
    return (*(("mailbox",) if demo else ()), "worker", *more, "desk", "tender", "front")


def kind(process: str) -> str:
    """What a process is: worker2 is a worker."""
    return process.rstrip("0123456789")


def environment(home: Path, process: str | None = None) -> dict[str, str]:
    """The whole environment of a process. No secret is in it: those lie in the process's own key folder."""
    values = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": "/nonexistent",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(SOURCE),
        "TOCSIN_HOME": str(home),
    }
    return values | own_environment(process) if process is not None else values


def own_environment(process: str) -> dict[str, str]:
    """What one process has beyond the others."""
    if process == "mailbox":
        return {}
    role = RUNS_AS.get(process, kind(process))
    django = {"DJANGO_SETTINGS_MODULE": "tocsin.site.settings"} if role in DJANGO else {}
    # The guard's readings of Chinese names are for those who hold the cases' keys: 45 MB less in each worker.
    small = {"PYPINYIN_NO_PHRASES": "yes"} if role == "worker" else {}
    return {"TOCSIN_PROCESS": role, **django, **small}


def supervised_environment(home: Path) -> dict[str, str]:
    """What supervisord runs with and hands on to each process."""
    return environment(home) | {MARK: "yes", "TOCSIN_PYTHON": sys.executable}


def arguments(process: str, config: Config) -> list[str]:
    """What follows the Python interpreter; ``%(ENV_NAME)s`` is filled in by supervisord."""
    module = ["-m", f"tocsin.site.run.{kind(process)}"]
    if process != "mailbox":
        return module
    ports = ["--smtp-port", str(config.smtp.port), "--http-port", str(config.mailbox_port)]
    files = ["--store", "%(ENV_TOCSIN_HOME)s/mailbox", "--dkim-public-key", "%(ENV_TOCSIN_HOME)s/dkim.txt"]
    return [*module, *ports, *files]


def run(home: Path, process: str, user: OsUser | None, *words: str) -> int:
    """Run `tocsin WORDS` as a process would (its environment, its user), its output to ours; the exit code."""
    return subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", "tocsin.site.cli", *words],
        env=environment(home, process),
        cwd="/",
        check=False,
        user=None if user is None else user.uid,
        group=None if user is None else user.gid,
        extra_groups=None if user is None else [],
    ).returncode
