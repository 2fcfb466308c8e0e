"""The command `tocsin`: finds the command's module, runs it, and tells what is wrong in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tocsin.site.commands import parser
from tocsin.site.errors import SiteError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (2 for a SiteError)."""
    words = list(sys.argv[1:] if argv is None else argv)
    options, rest = parser().parse_known_args(words)
    if rest and not options.takes_rest:
        parser().error(f"unknown: {' '.join(rest)}")
    try:
        return int(options.run(options, rest))
    except SiteError as error:
        print(f"tocsin: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
