"""The worker's drain and nothing else of it: no mail is sent, so that what is measured ends with the queued job.

Says 'ready', waits for a line, drains until SIGTERM.
"""

from __future__ import annotations

import signal
import sys
from threading import Event

import django

django.setup()

from django.db import connection  # noqa: E402 (Django is set up only now)

from tocsin.mailings.draining import drain_until  # noqa: E402


def main() -> None:
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    drain_until(stop)


if __name__ == "__main__":
    main()
