"""Operating-system users: one for each process when Tocsin is started by root."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tocsin.site.errors import SiteError


@dataclass(frozen=True)
class OsUser:
    name: str
    uid: int
    gid: int


def is_root() -> bool:
    return os.geteuid() == 0


def ensure_user(name: str) -> OsUser:
    """The system user of that name, made if it is not there (needs root). SiteError if it cannot be made."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        _add(name)
        entry = pwd.getpwnam(name)
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _add(name: str) -> None:
    tool = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if tool is None:
        raise SiteError(
            f"Started by root, Tocsin needs the system user {name}, and there is no useradd here to make it."
        )
    command = [tool, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    made = subprocess.run(  # noqa: S603 (fixed arguments)
        [*command, "--shell", "/usr/sbin/nologin", name], capture_output=True, text=True, check=False
    )
    if made.returncode not in (0, 9):  # 9: someone else made it just now
        raise SiteError(f"The system user {name} could not be made: {made.stderr.strip()}")


def can_enter(path: Path, user: OsUser) -> bool:
    """Whether that user can pass through every folder down to `path` (which need not exist yet)."""
    whole = path.resolve()
    return all(_passable(folder, user) for folder in [whole, *whole.parents] if folder.is_dir())


def _passable(folder: Path, user: OsUser) -> bool:
    entry = folder.stat()
    if entry.st_uid == user.uid:
        return bool(entry.st_mode & stat.S_IXUSR)
    if entry.st_gid == user.gid:
        return bool(entry.st_mode & stat.S_IXGRP)
    return bool(entry.st_mode & stat.S_IXOTH)


def give(path: Path, user: OsUser | None, mode: int) -> None:
    """Set the mode of a file or folder and, where a user is named, its owner."""
    if user is not None:
        os.chown(path, user.uid, user.gid)
    path.chmod(mode)
