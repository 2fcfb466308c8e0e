"""A new home out of a backup."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tocsin.site import backup
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance, Say


def restore(
    file: Path, home: Path, say: Say, environ: Mapping[str, str] = os.environ, *, keystore: Path | None = None
) -> None:
    """Restore a backup into a home that is new or empty; the instance is left stopped. Raises SiteError.

    ``keystore`` holds the folders `cases` and `reports` as they are today: their keys take the place of the backup's.
    """
    if keystore is not None and not (keystore / "cases").is_dir():
        raise SiteError(f"{keystore} is no keystore: it has no folder named cases.")
    with tempfile.TemporaryDirectory(prefix="tocsin-restore-") as place:
        dump = Path(place) / "database.dump"
        backup.unpack(file, home, dump)
        if keystore is not None:
            _replace_keys(home, keystore)
        instance = Instance(home, say=say, environ=environ)
        try:
            instance.open_database_only()
            backup.load(instance.config.database, dump)
            instance.prepare()
        finally:
            instance.stop()


def _replace_keys(home: Path, keystore: Path) -> None:
    """Before anything starts: the keys of single cases and reports as they are today, and no others."""
    for folder in backup.KEYSTORES:
        mine, todays = home / folder, keystore / folder.name
        if mine.exists():
            shutil.rmtree(mine)
        if todays.is_dir():
            shutil.copytree(todays, mine)
