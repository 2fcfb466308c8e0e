"""Apply the rights of `tocsin/site/grants.py` to the database and list what each role may do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tocsin.site import readiness
from tocsin.site.commands.up import home_of, say
from tocsin.site.granting import apply_grants
from tocsin.site.grants import GRANTS
from tocsin.site.standing import standing


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    with standing(home_of(options), say) as here, closing(readiness.connect(here.database)) as connection:
        apply_grants(connection)
    for table, roles in sorted(GRANTS.items()):
        for role, rights in roles.items():
            say(f"{table:<50}{role:<15}{rights}")
    return 0
