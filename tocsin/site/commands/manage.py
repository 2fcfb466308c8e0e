"""Run one of Django's commands: `tocsin manage migrate`, `tocsin manage makemessages -l ko`, ...

Without TOCSIN_HOME it runs as the tools do, with no database: that is enough for makemigrations and catalogues.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from django.core.management import execute_from_command_line

TAKES_REST = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="process", choices=("owner", "desk", "worker"), help="whose role and keys")
    parser.add_argument("command", nargs=argparse.REMAINDER)


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.site.settings"
    if os.environ.get("TOCSIN_HOME"):
        os.environ["TOCSIN_PROCESS"] = options.process or os.environ.get("TOCSIN_PROCESS", "owner")
    execute_from_command_line(["tocsin manage", *rest, *options.command])
    return 0
