"""`make bench-reading`: GETs of the campaign's page from the front, against Granian answering a constant of its size.

The page is the one of the played story, as `tocsin up --demo` serves it (the desk and the worker run beside it, idle).
Product and floor take turns, RUNS times each; medians count. Then a million signatures are put into the tables, and
once more. Browsers take gzip, so both send the size that gzip makes of the page.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import httpx

from bench.load.apart import driven
from bench.load.crowd import get_requests
from bench.load.pump import Taken
from bench.report import Sums, finish, say
from bench.stage import Stage, played
from tocsin.site.ports import free_ports

PAGE = "/en/campaigns/save-my-friend/"
CONNECTIONS = 32
REFRESH_SECONDS = 10.0


class Constant:
    """The floor's process, of a size in bytes."""

    def __init__(self, size: int) -> None:
        (self.port,) = free_ports(1)
        environ = {**os.environ, "CONSTANT_BYTES": str(size), "CONSTANT_PORT": str(self.port)}
        command = [sys.executable, "-m", "bench.reading.constant"]
        # A session of its own, as the front's: the kernel shares the cores between sessions (sched_autogroup).
        self._process = subprocess.Popen(command, env=environ, start_new_session=True)  # noqa: S603 (ours)
        limit = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > limit:
                raise RuntimeError("the constant does not start")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(30)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-reading", description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=60_000, help="in each run")
    parser.add_argument("--runs", type=int, default=5, help="of product and of floor, of which the medians count")
    options = parser.parse_args()
    sums, figures = Sums(), dict[str, Any]()
    with played() as stage:
        for name, signatures in (("as_played", None), ("with_1000000", 1_000_000)):
            if signatures:
                stage.run("owner", "bench.reading.million")
                _await_figure(stage, f"{signatures:,}")
                rows = "SELECT count(*) FROM campaigns_signature WHERE state = 'confirmed'"
                sums.holds("a million signatures are there", stage.number(rows) >= signatures)
            figures[name] = _compare(stage, options.requests, options.runs, sums)
            say(f"{name}: {figures[name]}")
    ratios = [each["ratio"] for each in figures.values()]
    figures |= {"ratio": min(ratios), "reached": {"ratio_0.8": min(ratios) >= 0.8}, "connections": CONNECTIONS}
    return finish("reading", figures, sums)


def _await_figure(stage: Stage, figure: str) -> None:
    limit = time.monotonic() + REFRESH_SECONDS
    while figure not in httpx.get(f"http://127.0.0.1:{stage.port}{PAGE}", trust_env=False).text:
        if time.monotonic() > limit:
            raise RuntimeError("the page does not show the new count")
        time.sleep(0.05)


def _compare(stage: Stage, requests: int, runs: int, sums: Sums) -> dict[str, Any]:
    with httpx.stream(
        "GET", f"http://127.0.0.1:{stage.port}{PAGE}", headers={"accept-encoding": "gzip"}, trust_env=False
    ) as said:
        sums.equal("the page", (said.status_code, said.headers.get("content-encoding")), (200, "gzip"))
        size = int(said.headers["content-length"])
    constant = Constant(size)
    try:
        product, floor = list[float](), list[float]()
        for _ in range(runs):
            floor.append(_run(constant.port, "/", requests, size, sums))
            product.append(_run(stage.port, PAGE, requests, size, sums))
    finally:
        constant.end()
    found, wanted = statistics.median(product), statistics.median(floor)
    return {
        "per_second": round(found), "floor_per_second": round(wanted), "ratio": round(found / wanted, 3),
        "page_bytes": size, "runs": [round(each) for each in product], "floors": [round(each) for each in floor],
    }  # fmt: skip


def _run(port: int, path: str, requests: int, size: int, sums: Sums) -> float:
    taken: Taken = driven(port, get_requests, path, requests, connections=CONNECTIONS)
    sums.equal(f"answers of {path}", taken.statuses, Counter({200: requests}))
    head = taken.bytes_read / requests - size
    sums.holds(f"each answer of {path} was whole", 0 < head < 2_000 and taken.bytes_read % requests == 0)
    return taken.per_second


if __name__ == "__main__":
    sys.exit(main())
