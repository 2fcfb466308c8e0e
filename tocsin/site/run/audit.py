"""`python -m tocsin.site.run.audit`: verify the audit's chain; exit code 1 where it is broken."""

from __future__ import annotations

import sys

import django

django.setup()

from tocsin.core import audit  # noqa: E402 (models can be imported only now)


def main() -> int:
    found = audit.verify()
    if found.broken_at is not None:
        sys.stdout.write(f"The chain is broken at entry {found.broken_at}; {found.entries} entries before it hold.\n")
        return 1
    sys.stdout.write(f"{found.entries} entries, unbroken; the last hash is {found.head.hex()}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
