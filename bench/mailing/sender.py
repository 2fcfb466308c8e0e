"""One sender: the worker's own code for sending a letter, and nothing else of the worker.

``sender LETTER [--unsigned] [--seconds N] [--hasten N] [--lease N] [--profile FILE]``. Says 'ready', waits for a line,
sends until nothing is left (or so long), and says what it used: seconds of its processor, and the most memory in MB.
``hasten`` divides the waits between two tries and between two changes of pace, ``lease`` shortens the claims'.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import json
import resource
import signal
import sys
import time
from datetime import timedelta
from uuid import UUID

import django

django.setup()

from django.db import DatabaseError, InterfaceError, close_old_connections, connection  # noqa: E402 (Django is set up only now)

from tocsin.mailings import claims, gate, pace, sending, stopping, tasks  # noqa: E402
from tocsin.mailings.models import Letter  # noqa: E402


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: stopping.asked.set())
    if options.unsigned:
        sending.signer = lambda: None  # type: ignore[assignment]
    claims.LEASE = options.lease
    claims.FAR = 10 * options.lease
    _hasten(options.hasten)
    connection.ensure_connection()
    _say("ready")
    sys.stdin.readline()
    began, spent = time.perf_counter(), time.process_time()
    profile = cProfile.Profile(time.process_time) if options.profile else contextlib.nullcontext()
    with profile:
        _send(options.letter, time.monotonic() + options.seconds)
    if options.profile:
        profile.dump_stats(options.profile)  # type: ignore[union-attr]
    used = {
        "seconds": round(time.perf_counter() - began, 2), "cpu": round(time.process_time() - spent, 2),
        "most_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }  # fmt: skip
    _say(json.dumps(used))


def _send(letter: UUID, until: float) -> None:
    """Until nobody waits and nothing is put off."""
    while not stopping.asked.is_set() and time.monotonic() < until:
        try:
            if sending.send_slices(letter, broadcast=True, seconds=until - time.monotonic()):
                continue
            tasks.sweep_leases()
            if not Letter.objects.get(pk=letter).envelopes.filter(state__in=["waiting", "deferred"]).exists():
                return
        except (DatabaseError, InterfaceError):  # away: the worker, too, begins again
            close_old_connections()
        time.sleep(0.1)


def _hasten(factor: float) -> None:
    pace.FIRST_RETRY = pace.FIRST_RETRY / factor
    pace.LONGEST_RETRY = max(pace.LONGEST_RETRY / factor, timedelta(seconds=1))
    pace.STEP_SECONDS = pace.STEP_SECONDS / factor
    gate.LOOK_SECONDS = gate.LOOK_SECONDS / factor


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("letter", type=UUID)
    parser.add_argument("--unsigned", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--hasten", type=float, default=1.0)
    parser.add_argument("--lease", type=float, default=claims.LEASE)
    parser.add_argument("--profile")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
