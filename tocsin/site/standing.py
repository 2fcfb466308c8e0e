"""An instance whose database runs, whoever runs it: for commands that work beside `tocsin up` and without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.site import config, home, processes
from tocsin.site.config import Config
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance, Say


@contextmanager
def standing(folder: Path, say: Say) -> Iterator[Config]:
    """The owner's configuration of that home, with its database running; stopped again if it was started here."""
    folder = folder.absolute()
    if not (folder / "instance.json").exists():
        raise SiteError(f"There is no instance in {folder}.")
    if home.running(folder):
        yield owner(folder)
        return
    instance = Instance(folder, say=say, environ={})
    try:
        instance.open_database_only()
        yield owner(folder)
    finally:
        instance.stop()


def owner(folder: Path) -> Config:
    """The configuration as the tables' owner reads it; SiteError if this user may not."""
    try:
        return config.load(processes.environment(folder, "owner"))
    except PermissionError:
        raise SiteError(f"The keys in {folder} belong to another user: run this as root.") from None
