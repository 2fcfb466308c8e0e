"""Check that a signature was counted (a receipt), or recount a whole list: as verify_receipt.py, which signers get.

    tocsin verify receipt.json
    tocsin verify --log https://HOST/campaigns/SLUG/log --key KEY [--size N --root HEX]

Needs no instance.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tocsin.front import verify_receipt

TAKES_REST = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    return verify_receipt.main(rest)
