"""Where sealed rows wait on disk while the database is away: one file a batch, there whole or not at all.

A file is written under another name, synced, renamed, and its folder synced, before anything in it is acknowledged. So
``kill -9`` or a power cut leaves either the whole batch or a file that nobody was promised. A file is removed only
when its batch is committed; should that removal be lost, the batch's id keeps it from being committed twice.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

from .batches import Batch, Damaged, decode, encode

MOST_BYTES = 1024 * 1024 * 1024
"""How much may wait; beyond it the letterbox is closed."""
UNFINISHED_SECONDS = 60.0
ROWS, UNFINISHED, SET_ASIDE = ".rows", ".new", ".aside"

log = logging.getLogger("tocsin.front")


class SpoolFull(OSError):
    """There is no room for another batch."""


@dataclass(slots=True)
class Spool:
    """A folder that only the front's user may enter. Its methods wait for the disk: call them in a thread.

    Several processes may share a folder: what two of them do with one file comes to the same.
    """

    folder: Path
    most_bytes: int = MOST_BYTES

    def open(self) -> None:
        """Make the folder, and clear away what a process that was killed had not finished. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self.folder.glob(f"*{UNFINISHED}"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > UNFINISHED_SECONDS:
                    path.unlink()

    def keep(self, batch: Batch) -> None:
        """Return once the batch is on disk for good. Raises OSError, and then nothing of it is kept."""
        held, final = encode(batch), self.folder / f"{batch.id.hex}{ROWS}"
        if self._size() + len(held) > self.most_bytes:
            raise SpoolFull
        unfinished = final.with_suffix(UNFINISHED)
        try:
            _write(unfinished, held)
            unfinished.rename(final)
            _sync_folder(self.folder)
        except OSError:
            for path in (unfinished, final):
                path.unlink(missing_ok=True)
            raise

    def waiting(self) -> list[Path]:
        """The files that wait, the oldest first. Raises OSError."""
        found = []
        for path in self.folder.glob(f"*{ROWS}"):
            with contextlib.suppress(FileNotFoundError):  # another process has taken it meanwhile
                found.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(found)]

    def read(self, path: Path) -> Batch | None:
        """The batch of a file; None where it is gone, or damaged and so set aside. Raises OSError."""
        try:
            return decode(path.read_bytes())
        except FileNotFoundError:
            return None
        except (Damaged, ValueError):
            self.set_aside(path)
            return None

    def remove(self, path: Path) -> None:
        """The batch is committed."""
        path.unlink(missing_ok=True)

    def set_aside(self, path: Path) -> None:
        """Keep a file that cannot be committed for whoever looks after this: it never holds up the others."""
        log.error("Rows that waited on disk cannot be kept in the database: %s was set aside.", path.name)
        with contextlib.suppress(FileNotFoundError):
            path.rename(path.with_suffix(SET_ASIDE))

    def _size(self) -> int:
        total = 0
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    total += entry.stat().st_size
        return total


def _write(path: Path, held: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(held)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
