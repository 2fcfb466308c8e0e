"""`make bench-mailing`: personal letters into Postfix's sink, against Postfix's own sender and OpenSSL's signatures.

1. *floors*: ``smtp-source -d`` into ``smtp-sink``, same size, as many sessions; RSA-2048 signatures on all cores; both
   before and after all else, the mean counts.
2. *unsigned*: MESSAGES personal letters of 20 kB in two parts, each address and name opened from its seal, each outcome
   durable in PostgreSQL, without DKIM; ratio to smtp-source.
3. *signed*: the same with RSA-2048 DKIM; ratio to what openssl speed signs.
4. *senders*: 1 to 4 of them, fewer letters; and their memory, at 20,000 and at 1,000,000 recipients.
5. *rough*: a sink that puts off, refuses, stalls and drops in the proportions of KumoMTA's Smart Sink (see ``rough``).

Senders, sink and PostgreSQL share the machine's cores, as smtp-source and smtp-sink do for the floor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.report import Sums, finish, say
from bench.stage import Stage, staged

from . import floors, rough
from .run import Sent, new_letter, reconcile, send

CONNECTIONS = 8  # of each sender
SETTINGS = {"TOCSIN_MAIL_CONNECTIONS": str(CONNECTIONS), "TOCSIN_PUBLIC_URL": "https://www.lanternbridge.example"}
MB = 200.0
FEW = 20_000


@dataclass
class Bench:
    stage: Stage
    folder: Path
    options: argparse.Namespace
    sums: Sums = field(default_factory=Sums)
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return self.stage.instance.config.smtp.port

    @property
    def sessions(self) -> int:
        return CONNECTIONS * self.options.senders

    def people(self, number: int, start: int = 0) -> None:
        self.stage.run("worker", "bench.mailing.people", str(number), str(start))

    def through_sink(self, what: str, *, senders: int, people: int, options: tuple[str, ...] = ()) -> Sent:
        """A letter to everybody into Postfix's sink, counted on both sides."""
        with floors.sink(self.port, self.folder) as sink:
            sent = send(self.stage, senders=senders, options=options)
            self.sums.equal(f"{what}: what the sink took", sink.messages, people)
            cpu = sink.cpu_seconds / people * 1e6
        reconcile(self.stage, sent, self.sums, people)
        self.sums.equal(f"{what}: accepted", sent.states, {"accepted": people})
        say(f"{what}: {sent.per_second:.0f}/s, senders {sent.cpu_microseconds:.0f} us a message, sink {cpu:.0f} us,"
            f" {sent.most_mb:.0f} MB")  # fmt: skip
        return sent

    def floor(self, size: int) -> tuple[float, float]:
        messages = min(self.options.messages, 50_000)
        with floors.sink(self.port, self.folder) as sink:
            source = floors.source_per_second(self.port, sessions=self.sessions, size=size, messages=messages)
            self.sums.equal("floor: what the sink took", sink.messages, messages)
        signatures = floors.signatures_per_second()
        say(f"floors: smtp-source -d {source:.0f}/s, openssl speed {signatures:.0f} signatures/s")
        return source, signatures


def main() -> int:
    options = _options()
    with staged(SETTINGS) as stage, tempfile.TemporaryDirectory() as folder:
        bench = Bench(stage, Path(folder), options)
        Path(folder).chmod(0o755)
        measure(bench)
    return finish("mailing", bench.figures, bench.sums)


def measure(bench: Bench) -> None:
    options, people = bench.options, bench.options.messages
    few = min(FEW, people)
    bench.people(few)
    scaling = {}
    for senders in range(1, 5):
        scaling[str(senders)] = bench.through_sink(
            f"{senders} senders", senders=senders, people=few, options=("--unsigned",)
        )
    rough_figures = rough.measure(bench.stage, bench.sums, bench.folder, few, options.senders)
    bench.people(people - few, few)
    before = bench.floor(options.size)
    unsigned = bench.through_sink("unsigned", senders=options.senders, people=people, options=("--unsigned",))
    signed = bench.through_sink("signed", senders=options.senders, people=people)
    after = bench.floor(options.size)
    source, signatures = (statistics.mean(pair) for pair in zip(before, after, strict=True))
    most = _million(bench, people)
    ratio, ratio_signed = unsigned.per_second / source, signed.per_second / signatures
    bench.figures = {
        "messages": people, "size": options.size, "senders": options.senders, "sessions": bench.sessions,
        "floor_per_second": round(source), "signatures_per_second": round(signatures),
        "unsigned_per_second": round(unsigned.per_second), "ratio": round(ratio, 3),
        "signed_per_second": round(signed.per_second), "ratio_signed": round(ratio_signed, 3),
        "sender_us_unsigned": round(unsigned.cpu_microseconds), "sender_us_signed": round(signed.cpu_microseconds),
        "senders_per_second": {number: round(sent.per_second) for number, sent in scaling.items()},
        "memory_mb": {str(few): scaling["1"].most_mb, str(people): unsigned.most_mb, **most},
        "rough": rough_figures,
        "reached": {"ratio_0.6": ratio >= 0.6, "ratio_signed_0.5": ratio_signed >= 0.5},
    }  # fmt: skip
    for number, mb in bench.figures["memory_mb"].items():
        bench.sums.holds(f"{mb} MB at {number} recipients", mb < MB)


def _million(bench: Bench, people: int) -> dict[str, float]:
    """The memory of a sender whose letter goes to a million (or as many as asked for); it sends a part of it."""
    million = bench.options.million
    if million <= people:
        return {}
    bench.people(million - people, people)
    letter = new_letter(bench.stage)
    with floors.sink(bench.port, bench.folder):
        sent = send(bench.stage, senders=1, options=("--unsigned", "--seconds", "30"), letter=letter)
    waiting = sent.states.get("waiting", 0)
    bench.sums.equal("the million: envelopes", sum(sent.states.values()), million)
    bench.sums.equal("the million: accepted and waiting", sent.states.get("accepted", 0) + waiting, million)
    say(f"{million} recipients: {sent.most_mb:.0f} MB, {sent.messages / 30:.0f}/s for 30 seconds")
    return {str(million): sent.most_mb}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-mailing", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--size", type=int, default=20_000, help="bytes of the floor's messages")
    parser.add_argument("--senders", type=int, default=min(len(os.sched_getaffinity(0)), 4))
    parser.add_argument("--million", type=int, default=1_000_000, help="recipients for the memory run; 0 leaves it out")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
