"""The demo's mailbox, which ends with its supervisor."""

from __future__ import annotations

import sys

from tocsin.site.lifeline import follow_parent
from tocsin.site.mailbox.__main__ import main

if __name__ == "__main__":
    follow_parent()
    sys.exit(main())
