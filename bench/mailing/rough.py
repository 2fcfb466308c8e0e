"""A letter into a sink that behaves as providers do.

The proportions are those of KumoMTA's Smart Sink (examples/smart-sink-docker/policy/responses.toml): refused and put
off, in per cent, 10 and 10 at gmail, 5 and 20 at yahoo, 5 and 10 at hotmail, 10 and 5 elsewhere. On top: one message in
500 meets a stall, one connection in 200 messages is dropped after the dot (before or after the message is kept) or
within the text, and in its first seconds one provider takes no more than a few messages a second and puts off the rest.
Waits are divided by HASTE, so that hours become seconds.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.report import Sums, say
from bench.stage import Stage

from .run import reconcile, send

HASTE = 40.0


def measure(stage: Stage, sums: Sums, folder: Path, people: int, senders: int) -> dict[str, Any]:
    """Every envelope ends, none that was kept is sent twice, the pace falls and recovers."""
    kept = folder / "rough.log"
    sink = _start(stage.instance.config.smtp.port, kept)
    paces = _Paces(stage)
    try:
        paces.start()
        sent = send(stage, senders=senders, options=("--unsigned", "--hasten", str(HASTE), "--lease", "5"))
    finally:
        paces.stop()
        sink.terminate()
        sink.wait()
    reconcile(stage, sent, sums, people)
    with stage.connect() as connection:
        connection.execute("DELETE FROM mailings_pace")  # the next runs are not about pace
    ids = Counter(kept.read_text().split())
    accepted = _accepted(stage, str(sent.letter))
    sums.equal("rough: kept twice", sum(number > 1 for number in ids.values()), 0)
    sums.holds("rough: each accepted one was kept", accepted <= set(ids))
    sums.holds("rough: what was kept is accepted or uncertain", len(ids) - len(accepted) <= sent.states["uncertain"])
    lowest, last = min(paces.seen, default=0.0), paces.seen[-1] if paces.seen else 0.0
    sums.holds("rough: the pace fell", bool(paces.seen) and lowest < max(paces.seen))
    sums.holds("rough: the pace climbed back", last > 2 * lowest or paces.gone)
    say(f"rough: {sent.states}, {sent.seconds:.0f} s, pace fell to {lowest:.2f}/s and came back to {last:.2f}/s")
    return {
        "states": sent.states, "seconds": round(sent.seconds, 1), "kept_twice": 0, "pace_lowest": round(lowest, 2),
        "pace_last": round(last, 2), "pace_gone": paces.gone,
    }  # fmt: skip


def _start(port: int, kept: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.mailing.rough_sink", str(port), str(kept)]
    sink = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if sink.stdout is None or sink.stdout.readline() != "ready\n":
        raise RuntimeError("the rough sink does not start")
    return sink


def _accepted(stage: Stage, letter: str) -> set[str]:
    query = "SELECT id FROM mailings_envelope WHERE letter_id = %s AND state = 'accepted'"
    with stage.connect() as connection:
        return {str(row[0]) for row in connection.execute(query, [letter]).fetchall()}


class _Paces:
    """Looks at the lowest rate in the buckets twice a second."""

    def __init__(self, stage: Stage) -> None:
        self.seen: list[float] = []
        self.gone = False
        self._stage = stage
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        with self._stage.connect() as connection:
            while not self._over.is_set():
                row = connection.execute("SELECT min(rate) FROM mailings_pace").fetchone()
                if row is not None and row[0] is not None:
                    self.seen.append(float(row[0]))
                self.gone = bool(self.seen) and (row is None or row[0] is None)
                time.sleep(0.5)
