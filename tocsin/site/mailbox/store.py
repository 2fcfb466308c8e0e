"""Mails as files: one JSON line about the envelope and the head, then the mail's bytes as they came."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import msgspec

SHOWN = ("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "List-Id", "List-Unsubscribe", "Auto-Submitted")
_A_FOLDER = 1000  # mails in one folder


class Entry(msgspec.Struct, frozen=True):
    """What the list shows of a mail; ``number`` counts up in the order of arrival, ``received`` is ISO 8601 in UTC."""

    number: int
    received: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    size: int
    headers: dict[str, str]

    def matches(self, to: str, subject: str) -> bool:
        """Whether a recipient contains ``to`` and the subject ``subject``, in any case."""
        return subject in self.subject.casefold() and any(to in r.casefold() for r in self.recipients)


class Store:
    """A folder of mails. ``add`` returns once the mail is on the disk; it may be called from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        self._entries: dict[int, Entry] = {}
        for path in sorted(folder.glob("*/*.mail")):
            with path.open("rb") as file:
                entry = msgspec.json.decode(file.readline(), type=Entry)
            self._entries[entry.number] = entry
        self._last = max(self._entries, default=0)

    def add(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> Entry:
        with self._lock:
            self._last += 1
            number = self._last
        headers = read_headers(raw)
        entry = Entry(
            number=number,
            received=datetime.now(UTC).isoformat(timespec="milliseconds"),
            sender=sender,
            recipients=recipients,
            subject=headers.get("Subject", ""),
            size=len(raw),
            headers=headers,
        )
        write_durably(self._path(number), msgspec.json.encode(entry) + b"\n" + raw)
        with self._lock:
            self._entries[number] = entry
        return entry

    def find(self, to: str = "", subject: str = "", after: int = 0) -> Iterator[Entry]:
        """Entries that match, newest first, of those that came after number ``after``."""
        with self._lock:
            numbers = sorted(self._entries, reverse=True)
        to, subject = to.strip().casefold(), subject.strip().casefold()
        for number in numbers:
            entry = self._entries.get(number)
            if number > after and entry is not None and entry.matches(to, subject):
                yield entry

    def entry(self, number: int) -> Entry:
        """Raises KeyError."""
        return self._entries[number]

    def raw(self, number: int) -> bytes:
        """A mail's bytes as they came. Raises KeyError."""
        self.entry(number)
        return self._path(number).read_bytes().split(b"\n", 1)[1]

    def clear(self) -> int:
        """Remove all mails; how many there were. Numbers are not used again while the process lives."""
        with self._lock:
            numbers = list(self._entries)
            self._entries.clear()
        for number in numbers:
            self._path(number).unlink(missing_ok=True)
        return len(numbers)

    def __len__(self) -> int:
        return len(self._entries)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number // _A_FOLDER:05d}" / f"{number:08d}.mail"


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    if not path.parent.exists():
        path.parent.mkdir(exist_ok=True, mode=0o700)
        sync_folder(path.parent.parent)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_headers(raw: bytes) -> dict[str, str]:
    """The header fields of SHOWN, decoded."""
    message = message_from_bytes(raw.split(b"\r\n\r\n", 1)[0], policy=policy.default)
    return {name: str(message[name]) for name in SHOWN if name in message}
