"""Everything an instance cannot do without, in one file: database, keys, keystores of cases and reports, and files."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from tocsin import __version__
from tocsin.site.config import Database
from tocsin.site.errors import SiteError
from tocsin.site.pgfiles import binaries

FORMAT = 1
LABEL, DUMP = "tocsin.json", "database.dump"
FOLDERS = ("keys/front", "keys/worker", "keys/desk", "media")
KEYSTORES = (PurePosixPath("keys/desk/cases"), PurePosixPath("keys/desk/reports"))


def write(home: Path, database: Database, target: Path, *, keystore: bool = True) -> int:
    """Back the home up into `target` (mode 0600; never half written); returns its size in bytes.

    The database is dumped as of one moment, and before the keys are read: each case in it has its key, unless that
    was destroyed meanwhile. Without `keystore` the keys of single cases and reports are left out: they have a cycle of
    their own.
    """
    if target.exists():
        raise SiteError(f"{target} exists already: choose another name.")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".tocsin-backup-") as place:
            dump, whole = Path(place) / DUMP, Path(place) / "whole"
            # We keep no large objects; one that any login made for itself could not be read, and would stop the dump.
            no_others = ("--no-owner", "--no-privileges", "--no-large-objects")
            run("pg_dump", database, "--format=custom", *no_others, f"--file={dump}")
            with tarfile.open(whole, "x:gz", compresslevel=5) as archive:
                _add(archive, LABEL, _label(keystore))
                archive.add(dump, DUMP)
                archive.add(home / "instance.json", "instance.json")
                for path in _files(home):
                    name = PurePosixPath(path.relative_to(home).as_posix())
                    if keystore or not set(KEYSTORES) & set(name.parents):
                        archive.add(path, str(name), recursive=False)
            whole.chmod(0o600)
            whole.rename(target)
    except OSError as error:
        raise SiteError(f"The backup could not be written to {target}: {error.strerror}.") from None
    return target.stat().st_size


def unpack(file: Path, home: Path, dump: Path) -> None:
    """Put keys and files of a backup into an empty home, and the database's dump into `dump`. Raises SiteError."""
    if home.exists() and any(path.name != "lock" for path in home.iterdir()):
        raise SiteError(f"{home} is not empty: a backup is restored into a new home.")
    try:
        with tarfile.open(file, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != LABEL:
                raise SiteError(f"{file} is not a backup of Tocsin.")
            _require_known(json.loads(_opened(archive, first).read()), file)
            while (member := archive.next()) is not None:
                _place(member.name, _opened(archive, member), home, dump)
    except (OSError, tarfile.TarError, ValueError, EOFError) as error:
        raise SiteError(f"{file} cannot be read as a backup ({type(error).__name__}).") from None


def load(database: Database, dump: Path) -> None:
    """Load a dump into the instance's empty database, whole or not at all."""
    run(
        "pg_restore", database, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
        f"--dbname={database.name}", str(dump),
    )  # fmt: skip


def run(tool: str, database: Database, *arguments: str) -> None:
    """Run one of PostgreSQL's tools against the database. Raises SiteError with its last line."""
    done = subprocess.run(  # noqa: S603 (our own binary)
        [str(binaries() / tool), *arguments], env=_environment(database), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        words = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise SiteError(f"{tool} failed: {words[-1]}")


def _environment(database: Database) -> Mapping[str, str]:
    return {
        "PGHOST": database.host, "PGPORT": str(database.port), "PGUSER": database.role, "PGDATABASE": database.name,
        "PGPASSWORD": database.password, "PGSSLMODE": database.tls, "LC_ALL": "C.UTF-8", "PATH": os.defpath,
    }  # fmt: skip


def _label(keystore: bool) -> bytes:
    made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return json.dumps({"format": FORMAT, "version": __version__, "made": made, "keystore": keystore}).encode()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _files(home: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.name.endswith("_password"):
                yield path


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    opened = archive.extractfile(member) if member.isfile() else None
    if opened is None:
        raise SiteError(f"The backup holds something that is no file: {member.name}")
    return opened


def _require_known(label: Mapping[str, object], file: Path) -> None:
    if label.get("format") != FORMAT:
        raise SiteError(f"{file} was made by another version of Tocsin ({label.get('version')}).")


def _place(name: str, content: IO[bytes], home: Path, dump: Path) -> None:
    path = PurePosixPath(name)
    known = name in (DUMP, "instance.json") or any(name.startswith(f"{folder}/") for folder in FOLDERS)
    if path.is_absolute() or ".." in path.parts or not known:
        raise SiteError(f"The backup holds a file that does not belong there: {name}")
    target = dump if name == DUMP else home / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:  # piece by piece: a dump may be larger than the machine's memory
        shutil.copyfileobj(content, file)
    target.chmod(0o600)
