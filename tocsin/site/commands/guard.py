"""The leak guard, outside any case: `scan` reads texts, letters, pictures and PDFs for the identifiers of a list.

`tocsin guard scan TEXT_OR_FILE... --sealed FILE [--json]`: no instance is needed. Ends with 1 when something was found.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    scan = verbs.add_parser("scan", help="read texts and files for the identifiers of a list", allow_abbrev=False)
    scan.add_argument("what", nargs="+", metavar="TEXT_OR_FILE", help="a file, a text, or - for what comes in")
    scan.add_argument("--sealed", type=Path, required=True, metavar="FILE", help="one identifier a line (UTF-8)")
    scan.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    """In a process of its own: its word lists would slow every other command down."""
    words = [sys.executable, "-m", "tocsin.site.run.guard", "--sealed", str(options.sealed)]
    words += ["--json"] if options.json else []
    return subprocess.run([*words, "--", *options.what], check=False).returncode  # noqa: S603 (our own module)
