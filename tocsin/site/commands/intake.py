"""Take mail in as sealed reports: `tocsin intake mail`, from standard input, a Maildir or an mbox.

For the pipe of a mail server (exit codes as in sysexits.h), or fetchmail. Runs as root or as the desk's own user, while
`tocsin up` runs. A Maildir or mbox is emptied: nothing stays on the disk in plain.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import processes, record
from tocsin.site.commands.up import home_of
from tocsin.site.osusers import is_root
from tocsin.site.places import settle


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    parser.add_argument("what", choices=["mail"])
    parser.add_argument("path", nargs="?", type=Path, help="a Maildir or an mbox; without it, standard input")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    demo = record.read(home)["settings"].get("TOCSIN_DEMO") == "yes"
    user = settle(home, demo=demo).users.get("desk") if is_root() else None
    words = [str(options.path.absolute())] if options.path else []
    return processes.run(home, "desk", user, "manage", "take_in_mail", *words)
