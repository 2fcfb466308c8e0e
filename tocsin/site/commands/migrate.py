"""Bring database, rights and static files up to date (`tocsin up` does it at each start)."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import processes
from tocsin.site.commands.up import home_of, say
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    with standing(home, say):
        return as_owner(home, "tocsin.site.prepare")


def as_owner(home: Path, module: str, *words: str) -> int:
    """Run a module of ours as the tables' owner; its exit code."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, env=processes.environment(home, "owner"), cwd="/", check=False).returncode  # noqa: S603
