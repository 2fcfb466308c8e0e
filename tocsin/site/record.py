"""The home's `instance.json`: what was set at its last start, secrets excepted, and what has been done to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tocsin.site.config import DEFAULTS, SECRETS


def read(home: Path) -> dict[str, Any]:
    """The whole record, or an empty one."""
    path = home / "instance.json"
    return dict(json.loads(path.read_text())) if path.exists() else {"settings": {}}


def write(home: Path, record: Mapping[str, Any]) -> None:
    """Write the record at once and whole; everyone on this machine may read it."""
    fresh = home / "instance.json.new"
    fresh.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n")
    fresh.chmod(0o644)
    fresh.replace(home / "instance.json")


def note(home: Path, **facts: Any) -> None:
    """Add facts to the record."""
    write(home, {**read(home), **facts})


def keep_settings(home: Path, given: Mapping[str, str]) -> None:
    """Keep the settings among `given` (secrets and key folders excepted) beside those kept before."""
    record = read(home)
    chosen = {name: value for name, value in given.items() if name in DEFAULTS and name not in SECRETS}
    chosen.pop("TOCSIN_KEYS", None)
    write(home, {**record, "settings": {**record["settings"], **chosen}})
