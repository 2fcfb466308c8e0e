"""Found the organisation: its first administrators, its website, and what answers those who subscribe.

Once, after the first `tocsin up`, while it runs. It prints a one-time link for each administrator: hand it over on a
channel that you both trust. Name two people, since making an approver takes two.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tocsin.site import processes, record
from tocsin.site.commands.up import home_of, say
from tocsin.site.places import settle
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    parser.add_argument(
        "--administrator",
        action="append",
        required=True,
        metavar="'NAME <ADDRESS>'",
        help="a first administrator (give two)",
    )
    parser.add_argument("--language", choices=["en", "ko"], default="en", help="of their desk")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    home = home_of(options).absolute()
    with standing(home, say) as config:
        user = settle(home, demo=config.demo).users.get("desk")
        words = [word for person in options.administrator for word in ("--administrator", person)]
        code = processes.run(home, "desk", user, "manage", "found", "--language", options.language, *words)
    if code == 0:
        record.note(home, founded=True)
    return code
