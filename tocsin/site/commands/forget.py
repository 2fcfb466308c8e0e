"""Forget a demo: stop its database and remove its home. An organisation's instance is never removed."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import home, record
from tocsin.site.commands.up import home_of, say
from tocsin.site.errors import SiteError
from tocsin.site.places import elsewhere
from tocsin.site.postgres import Postgres


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    folder = home_of(options).absolute()
    if not folder.exists():
        return 0
    if record.read(folder)["settings"].get("TOCSIN_DEMO") != "yes":
        raise SiteError(f"{folder} is no demo: remove it by hand if that is meant.")
    if home.running(folder):
        raise SiteError(f"The demo in {folder} is running: stop it first (Ctrl-C).")
    forget(folder)
    say(f"{folder} is gone.")
    return 0


def forget(folder: Path) -> None:
    """Remove an instance that does not run, wherever its database lives."""
    data = folder / "postgres"
    if data.exists():
        Postgres(data.resolve()).stop()
    if data.is_symlink():
        shutil.rmtree(elsewhere(folder), ignore_errors=True)
    shutil.rmtree(folder)
