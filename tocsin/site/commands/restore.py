"""Restore a backup into a new, empty home; then start it with `tocsin up`.

With --keystore the keys of single cases and reports are today's, so that what was destroyed since stays destroyed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site.commands.up import home_of, say
from tocsin.site.restore import restore


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the new instance (or TOCSIN_HOME)")
    parser.add_argument(
        "--keystore",
        type=Path,
        help="a folder with the keys as they are today (`cases`, `reports`), in place of the backup's",
    )
    parser.add_argument("file", type=Path)


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    restore(options.file, home, say, keystore=options.keystore)
    say(f"Restored into {home}.")
    return 0
