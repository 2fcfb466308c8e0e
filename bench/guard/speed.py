"""How long the guard takes for a page, and how much memory, for a number of identifiers. Run in a process of its own.

`python -m bench.guard.speed 10000` prints one JSON object: seconds to load, MB, and milliseconds, as on the clock and
as the processor's (medians of five, each time another page, so that nothing is remembered).
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import sys
import time

from tocsin.disclosure.examination import examine_bytes
from tocsin.disclosure.guard_index import Index, build

from .identifiers import identifiers
from .pages import page

RUNS = 5


def measure(number: int) -> dict[str, float]:
    """Load that many identifiers and read pages in English and Korean."""
    sealed = identifiers(number)
    began = time.perf_counter()
    index = build(1, sealed)
    loaded = time.perf_counter() - began
    # The index lives as long as the process: the collector need not walk it again and again.
    gc.collect()
    gc.freeze()
    told = {"identifiers": number, "load_s": round(loaded, 1)}
    for language in ("en", "ko"):
        told |= _read(index, language)
    return told | {"mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _read(index: Index, language: str) -> dict[str, float]:
    pages = [page(language, number) for number in range(RUNS + 1)]
    examine_bytes(index, pages.pop())
    clock, processor = [], []
    for body in pages:
        began, began_cpu = time.perf_counter(), time.process_time()
        examine_bytes(index, body)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - began_cpu) * 1000)
    return {
        f"{language}_ms": round(statistics.median(clock), 1),
        f"{language}_cpu_ms": round(statistics.median(processor), 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))  # noqa: T201
