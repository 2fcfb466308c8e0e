"""Back up database, keys and files into one file, while the instance runs or not.

Whoever has the file can read every case: keep it as safe as the keys. With --without-keystore it lacks the keys of
single cases, so that what is destroyed later stays destroyed; back `keys/desk/cases` up on a cycle of its own then.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import backup
from tocsin.site.commands.up import home_of, say
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    parser.add_argument("--without-keystore", action="store_true", help="leave the keys of single cases out")
    parser.add_argument("file", type=Path)


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    with standing(home, say) as here:
        size = backup.write(home, here.database, options.file, keystore=not options.without_keystore)
    say(f"{options.file}: {size / 1_000_000:.1f} MB.")
    return 0
