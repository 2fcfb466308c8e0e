"""``make test-faults``: every family in its long form, and a table at the end.

A family is a module of this folder with ``rows(times, size)``: each of its faults made so often, over so much.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from tests.faults.table import Row, as_text

FAMILIES = ("mail",)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test-faults", description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    options = parser.parse_args()
    rows: list[Row] = []
    for family in options.families:
        rows += importlib.import_module(f"tests.faults.{family}").rows(options.times, options.size)
    sys.stdout.write(as_text(rows))
    return 0 if all(row.right for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
