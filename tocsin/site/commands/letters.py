"""Letters on their way: how far each is, how fast, and when it will be through; `--watch` goes on looking.

`--show ID` names one letter; without it, every letter that is being sent, paused, or not yet through. The columns are
people reached, waiting, in flight, put off, refused, of unknown fate, stopped; then messages a second and the hour of
the end. Below each letter stand its providers, with what they accepted, put off and refused, and the pace of each that
is held back.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from tocsin.site.commands.migrate import as_owner
from tocsin.site.commands.up import home_of, say
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    parser.add_argument("--show", type=UUID, metavar="ID", help="one letter")
    parser.add_argument("--watch", action="store_true", help="look every two seconds, until Ctrl-C or the letter's end")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    words = [*(["--watch"] if options.watch else []), *([str(options.show)] if options.show else [])]
    with standing(home, say):
        return as_owner(home, "tocsin.site.run.letters", *words)
