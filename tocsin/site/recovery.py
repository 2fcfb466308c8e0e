"""The recovery file: without the organisation's key every case is lost, so it is made first and nagged about."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tocsin.core.keyring import write_key
from tocsin.site import keys
from tocsin.site.errors import SiteError
from tocsin.site.record import note, read

NAME = "recovery.txt"
HEADING = """\
# Tocsin: the keys of this instance, for the day when its machine is lost.
# Print it or copy it to two places that only two trusted people can open, away from this machine.
# Then run:  tocsin recovery confirm {code}
# That removes this file here. To bring keys back into a new home:  tocsin recovery use FILE
"""


def write(home: Path) -> None:
    """Write the file with every key there is now; its code proves later that it was read to its end."""
    path = home / "recovery" / NAME
    path.unlink(missing_ok=True)
    text = keys.to_text(keys.listed(home / "keys"))
    write_key(path, (HEADING.format(code=code_of(text)) + text).encode())
    note(home, recovery_confirmed=False)


def code_of(text: str) -> str:
    """Eight characters over the keys' lines; they tell nothing about the keys."""
    return hashlib.sha256(b"tocsin recovery" + text.encode()).hexdigest()[:8]


def reminder(home: Path) -> str | None:
    """The line to nag with, or None once the file was confirmed."""
    if read(home).get("recovery_confirmed"):
        return None
    path = home / "recovery" / NAME
    return f"Without {path} lost keys cannot be replaced: copy it away, then run the command that its heading names."


def confirm(home: Path, code: str) -> None:
    """Take note that the file was copied, and remove it. Raises SiteError for a wrong code."""
    path = home / "recovery" / NAME
    if not path.exists():
        raise SiteError(f"There is no recovery file in {path.parent}: it was confirmed before.")
    if code != code_of(keys.to_text(keys.listed(home / "keys"))):
        raise SiteError("This is not the code in the recovery file's heading: has the file been read?")
    path.unlink()
    note(home, recovery_confirmed=True)


def use(home: Path, file: Path) -> int:
    """Write the keys of a recovery file that this home lacks; returns how many."""
    try:
        found = keys.from_text(file.read_text())
    except (OSError, ValueError):
        raise SiteError(f"{file} cannot be read as a recovery file.") from None
    missing = {name: raw for name, raw in found.items() if not (home / "keys" / name).exists()}
    for name, raw in missing.items():
        holder, _, key = name.partition("/")
        if holder not in keys.HOLDERS or "/" in key or key.startswith("."):
            raise SiteError(f"{file} names a key that cannot be: {name}")
        write_key(home / "keys" / holder / key, raw)
    return len(missing)
