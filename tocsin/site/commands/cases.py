"""Cases, as far as an operator has to do with them: `destroy NUMBER`, `retention`, `reindex`.

`destroy` carries out what two people decided on the desk, and nothing else; it runs as the desk, which owns the keys of
cases. `retention` does what the desk does by itself every few seconds; with --dry-run it only says how much that is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import processes
from tocsin.site.commands.up import home_of, say
from tocsin.site.places import settle
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="destroy|retention|reindex")
    destroy = verbs.add_parser("destroy", help="carry out the end of a case that two people approved")
    destroy.add_argument("number", help="the number of the case, from those who approved it")
    destroy.add_argument("--yes", action="store_true", help="do not ask once more")
    due = verbs.add_parser("retention", help="carry out what is due by itself")
    due.add_argument("--dry-run", action="store_true", help="only say how much it would be")
    verbs.add_parser("reindex", help="index the names of all cases anew")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    words = [options.verb, *([options.number] if options.verb == "destroy" else [])]
    words += [f"--{flag.replace('_', '-')}" for flag in ("yes", "dry_run") if getattr(options, flag, False)]
    with standing(home, say) as config:
        user = settle(home, demo=config.demo).users.get("desk")
        return processes.run(home, "desk", user, "manage", "cases", *words)
