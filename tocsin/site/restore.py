"""A new home out of a backup."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tocsin.site import backup
from tocsin.site.instance import Instance, Say


def restore(file: Path, home: Path, say: Say, environ: Mapping[str, str] = os.environ) -> None:
    """Restore a backup into a home that is new or empty; the instance is left stopped. Raises SiteError."""
    with tempfile.TemporaryDirectory(prefix="tocsin-restore-") as place:
        dump = Path(place) / "database.dump"
        backup.unpack(file, home, dump)
        instance = Instance(home, say=say, environ=environ)
        try:
            instance.open_database_only()
            backup.load(instance.config.database, dump)
            instance.prepare()
        finally:
            instance.stop()
