"""The recovery file: `confirm CODE` once it has been copied away, `use FILE` to bring keys back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import recovery
from tocsin.site.commands.up import home_of, say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="confirm|use")
    verbs.add_parser("confirm", help="the file was copied away: remove it here").add_argument("code")
    verbs.add_parser("use", help="write the keys of the file that this home lacks").add_argument("file", type=Path)


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    if options.verb == "confirm":
        recovery.confirm(home, options.code)
        say("Confirmed. The recovery file is no longer on this machine.")
    else:
        say(f"{recovery.use(home, options.file)} keys written; start with `tocsin up`.")
    return 0
