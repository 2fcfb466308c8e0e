"""The lock on a home: one `tocsin up` at a time, and the remains of a killed one waited for."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from pathlib import Path

import psutil

from tocsin.site.errors import SiteError

PATIENCE = 30.0


def lock(home: Path) -> int:
    """Take the home's lock and return its descriptor; whoever inherits the descriptor holds the lock too.

    Raises SiteError at once if another `tocsin up` runs here, and after PATIENCE seconds if what a killed one left
    behind does not end.
    """
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        raise SiteError(f"The folder {home} belongs to someone else: choose another home.") from None
    limit = time.monotonic() + PATIENCE
    while not _taken(handle):
        holder = _holder(handle)
        if _lives(holder) or time.monotonic() > limit:
            os.close(handle)
            raise SiteError(f"Tocsin runs in {home} already (process {holder}): stop that one first.")
        time.sleep(0.2)
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    return handle


def running(home: Path) -> bool:
    """Whether an instance runs in that home."""
    if not (home / "lock").exists():
        return False
    handle = os.open(home / "lock", os.O_RDWR)
    try:
        return not _taken(handle)
    finally:
        os.close(handle)


def _lives(process: int | None) -> bool:
    """Whether that process runs; a zombie, killed and not yet buried, does not."""
    try:
        return process is not None and psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            raise
        return False
    return True


def _holder(handle: int) -> int | None:
    said = os.pread(handle, 20, 0).decode(errors="replace").strip()
    return int(said) if said.isdigit() else None
