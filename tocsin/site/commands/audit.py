"""The audit: `verify` walks its chain from the beginning and finds the first entry that was changed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site.commands.migrate import as_owner
from tocsin.site.commands.up import home_of, say
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    parser.add_argument("verb", choices=["verify"], help="walk the chain")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    with standing(home, say):
        return as_owner(home, "tocsin.site.run.audit")
