"""One letter through some senders: made, frozen, sent, and every envelope counted afterwards."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bench.report import Sums
from bench.stage import Stage

_ENDED = "'accepted', 'refused', 'deferred', 'uncertain', 'stopped'"


@dataclass(frozen=True)
class Sent:
    """``states``: envelopes by state; ``senders``: what each sender said of itself."""

    letter: UUID
    messages: int
    seconds: float
    states: dict[str, int]
    senders: list[dict[str, float]]

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds

    @property
    def most_mb(self) -> float:
        return max(sender["most_mb"] for sender in self.senders)

    @property
    def cpu_microseconds(self) -> float:
        """Of the senders, for each message."""
        return sum(sender["cpu"] for sender in self.senders) / self.messages * 1e6


def new_letter(stage: Stage) -> UUID:
    """A letter of which everybody waits for one."""
    maker = stage.start("owner", "bench.mailing.letter", "make")
    said, _none = maker.communicate()
    stage.started.remove(maker)
    letter = UUID(said.strip())
    stage.run("worker", "bench.mailing.letter", "freeze", str(letter))
    with stage.connect() as connection:
        connection.execute("VACUUM (ANALYZE) mailings_envelope")
        connection.execute("CHECKPOINT")
    return letter


def send(stage: Stage, *, senders: int, options: Sequence[str] = (), letter: UUID | None = None) -> Sent:
    """Send a new letter (or that one) to everybody with so many senders at once."""
    letter = letter or new_letter(stage)
    started = [start_sender(stage, letter, options) for _ in range(senders)]
    for sender in started:
        await_ready(sender)
    began = time.perf_counter()
    for sender in started:
        go(sender)
    said = [json.loads(end(stage, sender)) for sender in started]
    seconds = time.perf_counter() - began
    states = states_of(stage, letter)
    return Sent(letter, sum(states.values()) - states.get("waiting", 0), seconds, states, said)


def start_sender(stage: Stage, letter: UUID, options: Sequence[str]) -> subprocess.Popen[str]:
    return stage.start("worker", "bench.mailing.sender", str(letter), *options)


def await_ready(sender: subprocess.Popen[str]) -> None:
    if sender.stdout is None or sender.stdout.readline() != "ready\n":
        raise RuntimeError("a sender does not start")


def go(sender: subprocess.Popen[str]) -> None:
    if sender.stdin is not None:
        sender.stdin.write("\n")
        sender.stdin.flush()


def end(stage: Stage, sender: subprocess.Popen[str]) -> str:
    """Wait for its end; its last words."""
    said, _none = sender.communicate()
    stage.started.remove(sender)
    if sender.returncode != 0:
        raise RuntimeError(f"a sender ended with {sender.returncode}")
    return said


def states_of(stage: Stage, letter: UUID) -> dict[str, int]:
    query = "SELECT state, count(*) FROM mailings_envelope WHERE letter_id = %s GROUP BY state"
    with stage.connect() as connection:
        return dict(connection.execute(query, [letter]).fetchall())


def reconcile(stage: Stage, sent: Sent, sums: Sums, people: int) -> None:
    """Candidates are envelopes and exclusions, each envelope ended, and nothing is claimed any more."""
    where = f"letter_id = '{sent.letter}'"
    candidates = stage.number(f"SELECT candidates FROM mailings_letter WHERE id = '{sent.letter}'")  # noqa: S608
    excluded = stage.number(f"SELECT coalesce(sum(contacts), 0) FROM mailings_exclusion WHERE {where}")  # noqa: S608
    ended = stage.number(
        f"SELECT count(*) FROM mailings_envelope WHERE {where} AND state IN ({_ENDED}) AND ended_at IS NOT NULL"  # noqa: S608
    )
    sums.equal("candidates", candidates, people)
    sums.equal("envelopes and exclusions", sum(sent.states.values()) + excluded, people)
    sums.equal("envelopes that ended", ended, people)
    sums.equal("claims left", stage.number(f"SELECT count(*) FROM mailings_claim WHERE {where}"), 0)  # noqa: S608
    finished = stage.number(f"SELECT count(*) FROM mailings_letter WHERE id = '{sent.letter}' AND state = 'finished'")  # noqa: S608
    sums.equal("letters finished", finished, 1)
