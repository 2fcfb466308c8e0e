"""`make bench-signing`: signatures through HTTP with all real work, against bare inserts on the same server.

1. *floor*: ``floor.bare_inserts_per_second``, before and after all else; the median counts.
2. *accepted/s*: a crowd on CONNECTIONS connections posts the form; each 303 is a committed row.
3. *drained/s*: DRAINERS workers act on what lies there: contact, signature, proof of consent, confirmation job.
4. *together*: the crowd posts while the workers drain; from the first request to the empty letterbox.
5. *latency*: the median of one client alone, and the 99th percentile at half of (2), from when each was due.

Everybody is somebody new: no step is spared. Load, front, workers and PostgreSQL share the machine's cores, as pgbench
and PostgreSQL do for the floor. All rows are counted at the end.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.load.apart import driven
from bench.load.crowd import sign_requests
from bench.load.pump import Taken
from bench.report import Sums, finish, say
from bench.stage import Stage, memory_mb, staged

from .floor import bare_inserts_per_second

SIGN = "/en/campaigns/save-my-friend/sign"
CONNECTIONS, DRAINERS = 64, 2
STALLED_SECONDS = 300.0


@dataclass
class Bench:
    stage: Stage
    front: subprocess.Popen[str]
    people: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)

    def crowd(self, number: int, *, connections: int = CONNECTIONS, per_second: float | None = None) -> Taken:
        """So many new people sign."""
        taken = driven(
            self.stage.port, sign_requests, SIGN, self.people, number, connections=connections, per_second=per_second
        )
        self.people += number
        self.statuses += taken.statuses
        self.memory.append(round(memory_mb(self.front), 1))
        return taken

    def waiting(self) -> int:
        return self.stage.number("SELECT count(*) FROM front_letterbox")

    def drainers(self) -> list[subprocess.Popen[str]]:
        """Workers that are ready and wait to be told."""
        workers = [self.stage.start("worker", "bench.signing.drainer") for _ in range(DRAINERS)]
        for worker in workers:
            if worker.stdout is None or worker.stdout.readline() != "ready\n":
                raise RuntimeError("a worker does not start")
        return workers

    def go(self, workers: list[subprocess.Popen[str]]) -> None:
        for worker in workers:
            if worker.stdin is not None:
                worker.stdin.write("\n")
                worker.stdin.flush()

    def until_empty(self) -> None:
        limit = time.monotonic() + STALLED_SECONDS
        with self.stage.connect() as connection:
            while connection.execute("SELECT 1 FROM front_letterbox LIMIT 1").fetchone() is not None:
                if time.monotonic() > limit:
                    raise RuntimeError("the letterbox is not drained")
                time.sleep(0.02)

    def drain(self) -> float:
        """Rows a second, from the word to begin to the empty letterbox."""
        rows, workers = self.waiting(), self.drainers()
        began = time.perf_counter()
        self.go(workers)
        self.until_empty()
        seconds = time.perf_counter() - began
        for worker in workers:
            self.stage.end(worker)
        return rows / seconds

    def together(self, number: int) -> float:
        """Signatures a second while all is done at once."""
        workers = self.drainers()
        self.go(workers)
        began = time.perf_counter()
        taken = self.crowd(number)
        loading = time.perf_counter() - began - taken.seconds  # before the first request
        self.until_empty()
        seconds = time.perf_counter() - began - loading
        for worker in workers:
            self.stage.end(worker)
        return number / seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-signing", description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=30_000, help="how many sign in each of the runs")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    options = parser.parse_args()
    sums = Sums()
    with staged() as stage:
        stage.run("owner", "bench.signing.scene")
        floors = [bare_inserts_per_second(stage)]
        say(f"floor {floors[0]:.0f}/s")
        bench = Bench(stage, stage.start_front())
        figures = _measure(bench, options.people, options.runs, floors)
        floors.append(bare_inserts_per_second(stage))
        figures = _judge(figures, floors, bench, sums)
        _reconcile(bench, sums)
        stage.end(bench.front)
    return finish("signing", figures, sums)


def _measure(bench: Bench, people: int, runs: int, floors: list[float]) -> dict[str, Any]:
    bench.crowd(2_000)  # everything is warm once
    bench.drain()
    accepted, drained = [], []
    for run in range(runs):
        accepted.append(bench.crowd(people).per_second)
        drained.append(bench.drain())
        floors.append(bare_inserts_per_second(bench.stage))
        say(f"run {run + 1}: accepted {accepted[-1]:.0f}/s, drained {drained[-1]:.0f}/s, floor {floors[-1]:.0f}/s")
    together = bench.together(people)
    say(f"together {together:.0f}/s")
    alone = bench.crowd(1_000, connections=1)
    half = statistics.median(accepted) / 2
    paced = bench.crowd(int(half * 10), per_second=half)
    bench.drain()
    return {
        "accepted_per_second": round(statistics.median(accepted)),
        "drained_per_second": round(statistics.median(drained)),
        "together_per_second": round(together),
        "one_client_median_ms": round(alone.quantile(0.5) * 1000, 3),
        "half_load_per_second": round(paced.per_second),
        "half_load_p99_ms": round(paced.quantile(0.99) * 1000, 3),
        "runs": {"accepted": [round(each) for each in accepted], "drained": [round(each) for each in drained]},
    }


def _judge(figures: dict[str, Any], floors: list[float], bench: Bench, sums: Sums) -> dict[str, Any]:
    floor = statistics.median(floors)
    lower = min(figures["accepted_per_second"], figures["drained_per_second"])
    tail = figures["half_load_p99_ms"] / figures["one_client_median_ms"]
    grown = bench.memory[-1] - bench.memory[1]
    sums.holds(f"the front's memory grew by {grown:.1f} MiB", grown < 16)
    return {
        **figures,
        "floor_per_second": round(floor), "floors": [round(each) for each in floors],
        "ratio": round(lower / floor, 3), "ratio_together": round(figures["together_per_second"] / floor, 3),
        "p99_to_median": round(tail, 1),
        "reached": {"ratio_0.5": lower / floor >= 0.5, "p99_below_20_medians": tail < 20},
        "front_memory_mb": bench.memory, "drainers": DRAINERS, "connections": CONNECTIONS,
        "statuses": {str(status): number for status, number in bench.statuses.items()},
    }  # fmt: skip


def _reconcile(bench: Bench, sums: Sums) -> None:
    """Every acknowledged signature is one contact, one signature, one envelope; nothing else is there."""
    count, people = bench.stage.number, bench.people
    sums.equal("answers", dict(bench.statuses), {303: people})
    sums.equal("backlog", bench.waiting(), 0)
    sums.equal("set aside", count("SELECT count(*) FROM front_letterbox_poisoned"), 0)
    drained = "SELECT coalesce(sum(rows), 0) FROM front_letterbox_tally WHERE kind = 'sign'"
    sums.equal("drained", count(drained), people)
    sums.equal("drained as signed", count(f"{drained} AND outcome = 'signed'"), people)
    sums.equal("contacts", count("SELECT count(*) FROM supporters_contact"), people)
    sums.equal("signatures", count("SELECT count(*) FROM campaigns_signature"), people)
    proven = "SELECT count(*) FROM campaigns_signature WHERE state = 'pending' AND length(text_version) = 64"
    sums.equal("signatures with proof of consent", count(proven), people)
    waiting = "SELECT count(DISTINCT subject_id) FROM mailings_envelope WHERE state = 'waiting'"
    sums.equal("confirmations queued", count(waiting), people)
    sums.holds("a job waits for them", count("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") >= 1)


if __name__ == "__main__":
    sys.exit(main())
