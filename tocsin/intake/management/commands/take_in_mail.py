"""``tocsin intake mail``: a message on standard input, or the messages of a Maildir or mbox, become reports."""

from __future__ import annotations

import fcntl
import mailbox
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from tocsin.accounts.actors import system
from tocsin.core.keyring import KeyExposed, KeyMissing
from tocsin.intake.mail import LONGEST
from tocsin.intake.mail_actions import keep_mail

# What mail servers understand (sysexits.h): bounce it, or try again later.
DATA_ERROR, TRY_LATER = 65, 75


class Command(BaseCommand):
    help = "Seals mail as reports: one message on standard input, or those of a Maildir or mbox, which is emptied."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="a Maildir or an mbox; without it, standard input")

    def handle(self, *args: Any, path: Path | None, **options: Any) -> None:
        try:
            if path is None:
                self._one(sys.stdin.buffer.read(LONGEST + 1))
            elif path.is_dir():
                self._maildir(path)
            elif path.exists():
                self._mbox(path)
            else:
                raise CommandError("There is no such Maildir or mbox.", returncode=2)
        except (DatabaseError, InterfaceError, KeyMissing, KeyExposed) as trouble:
            message = f"Nothing more was taken in: {type(trouble).__name__}. Try again later."
            raise CommandError(message, returncode=TRY_LATER) from None

    def _one(self, raw: bytes) -> None:
        if len(raw) > LONGEST:
            raise CommandError("The message is too large: at most 32 MB.", returncode=DATA_ERROR)
        if not raw.strip():
            raise CommandError("There is no message on standard input.", returncode=DATA_ERROR)
        keep_mail(actor=system("letterbox"), raw=raw)

    def _maildir(self, path: Path) -> None:
        """Each file goes once its message is sealed and committed; a crash in between brings no second report."""
        kept = left = 0
        for file in sorted(each for part in ("new", "cur") for each in (path / part).glob("*") if each.is_file()):
            if file.stat().st_size > LONGEST:
                left += 1
                continue
            keep_mail(actor=system("letterbox"), raw=file.read_bytes())
            file.unlink()
            kept += 1
        self._say(kept, left)

    def _mbox(self, path: Path) -> None:
        """The whole file is emptied once all of its messages are committed."""
        kept = left = 0
        with _locked(path):
            box = mailbox.mbox(path, create=False)
            for key in box.keys():  # noqa: SIM118 (a mailbox is no mapping)
                raw = box.get_bytes(key)
                if len(raw) > LONGEST:
                    left += 1
                    continue
                keep_mail(actor=system("letterbox"), raw=raw)
                kept += 1
            box.close()
            if not left:
                os.truncate(path, 0)
        self._say(kept, left)

    def _say(self, kept: int, left: int) -> None:
        self.stdout.write(f"{kept} messages taken in.")
        if left:
            raise CommandError(f"{left} messages are too large (at most 32 MB) and stay where they are.", returncode=1)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """No mail server that locks with fcntl delivers into the file meanwhile."""
    with path.open("rb+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield
