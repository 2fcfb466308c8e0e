"""Letters under fire: senders, database and relay killed at random moments, and what else goes wrong on a bad day.

Each fault gets a letter of its own, which two senders send. At its end: each envelope ended (lost: those that did not,
or are called accepted though the relay never kept them), the relay kept none twice (repeated), and no more are
uncertain than may have been on their way.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString
from uuid import UUID

import psycopg

from bench.mailing.run import await_ready, go, new_letter, start_sender, states_of
from bench.stage import Stage, staged
from tests.faults.table import Row

SENDERS, CONNECTIONS, WINDOW = 2, 4, 64
CHANCE = random.Random()  # noqa: S311 (no secret)
LEASE = 3  # seconds
STALLED_SECONDS = 300.0
PEOPLE = "bench.mailing.people"
_DISK_FULL = """
CREATE FUNCTION faults_no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER faults_no_room BEFORE UPDATE ON mailings_envelope FOR EACH ROW EXECUTE FUNCTION faults_no_room()
"""
_ROOM_AGAIN = "DROP TRIGGER faults_no_room ON mailings_envelope; DROP FUNCTION faults_no_room()"
_JUMP = (
    "UPDATE mailings_claim SET lease_until = lease_until - %(jump)s * interval '1 hour'",
    """UPDATE mailings_envelope SET next_attempt_at = next_attempt_at - %(jump)s * interval '1 hour'
       WHERE letter_id = %(letter)s AND state = 'deferred'""",
    "UPDATE mailings_letter SET paused_until = paused_until - %(jump)s * interval '1 hour' WHERE id = %(letter)s",
)


@dataclass
class Scene:
    """One letter, its senders and its relay. ``allowed``: how many may be uncertain by what was done so far."""

    stage: Stage
    letter: UUID
    kept: Path
    pause: float
    allowed: int = 0
    senders: list[subprocess.Popen[str]] = field(default_factory=list)
    relay: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.start_relay()
        while len(self.senders) < SENDERS:
            self.start_sender()

    def start_sender(self) -> None:
        options = ("--unsigned", "--lease", str(LEASE), "--hasten", "60")
        sender = start_sender(self.stage, self.letter, options)
        await_ready(sender)
        go(sender)
        self.senders.append(sender)

    def start_relay(self) -> None:
        command = [sys.executable, "-m", "tests.faults.sink", str(self.stage.instance.config.smtp.port)]
        self.relay = subprocess.Popen([*command, str(self.kept), str(self.pause)], stdout=subprocess.PIPE, text=True)
        assert self.relay.stdout is not None
        assert self.relay.stdout.readline() == "ready\n"

    def await_senders(self) -> None:
        """Until all have ended by themselves: one may still have something to tell that only it knows."""
        for sender in list(self.senders):
            sender.wait(STALLED_SECONDS)
            self._bury(sender)

    def end(self) -> None:
        for process in [*self.senders, *([self.relay] if self.relay else [])]:
            process.kill()
            process.communicate()
        for sender in self.senders:
            self.stage.started.remove(sender)

    def still_going(self) -> bool:
        """Somebody waits, or is on the way; senders that ended early (their database was away) are started again."""
        for sender in list(self.senders):
            if sender.poll() is not None:
                self._bury(sender)
        if not self.open():
            return False
        while len(self.senders) < SENDERS:
            self.start_sender()
        return True

    def open(self) -> int:
        states = states_of(self.stage, self.letter)
        claims = self._number("SELECT count(*) FROM mailings_claim WHERE letter_id = %s")
        return states.get("waiting", 0) + states.get("deferred", 0) + claims

    def _number(self, query: LiteralString) -> int:
        """The one number that a query about the letter returns."""
        with self.stage.connect() as connection:
            row = connection.execute(query, [self.letter]).fetchone()
        return int(row[0]) if row is not None else 0

    def _bury(self, sender: subprocess.Popen[str]) -> None:
        sender.communicate()
        self.senders.remove(sender)
        self.stage.started.remove(sender)

    # The faults. Each leaves things so that the letter can go on.

    def kill_sender(self) -> None:
        before = self.flying()
        sender = CHANCE.choice(self.senders)
        sender.kill()
        self._bury(sender)
        self.allowed += self._flying_of_the_dead(before)
        self.start_sender()

    def flying(self) -> int:
        """How many the sender with the most has on their way."""
        return self._number("SELECT coalesce(max(cardinality(in_flight)), 0) FROM mailings_claim WHERE letter_id = %s")

    def _flying_of_the_dead(self, before: int) -> int:
        """What the killed one had on its way, at most: the larger of what any claim named then and names now."""
        return min(max(before, self.flying()), CONNECTIONS * WINDOW)

    def kill_database(self) -> None:
        home = self.stage.instance.home / "postgres"
        pid = int((home / "postmaster.pid").read_text().split("\n")[0])
        subprocess.run(["kill", "-9", str(pid)], check=True)
        time.sleep(CHANCE.uniform(0.0, 0.5))
        self.stage.instance.alive()  # starts it again

    def kill_relay(self) -> None:
        assert self.relay is not None
        self.relay.kill()
        self.relay.communicate()
        self.allowed += SENDERS * CONNECTIONS  # of each connection one text can have been whole
        self.start_relay()

    def stop_and_wake_sender(self) -> None:
        """As a laptop's lid does: for longer than a lease, so that the others take what it held."""
        sender = CHANCE.choice(self.senders)
        sender.send_signal(signal.SIGSTOP)
        time.sleep(LEASE * 2)
        sender.send_signal(signal.SIGCONT)
        # Its relay has closed nothing meanwhile; what it then hears it writes down over 'uncertain'.

    def pause_and_kill(self) -> None:
        self._set_state("paused")
        self.kill_sender()
        time.sleep(0.3)
        kept = self._kept()
        time.sleep(1.0)
        assert self._kept() == kept, "a paused letter went on"
        self._set_state("sending")

    def jump(self) -> None:
        """The database's clock jumps, seen from the rows: all times in them are as far off."""
        with self.stage.connect() as connection:
            for statement in _JUMP:
                values = {"jump": CHANCE.choice([-30, -3, 3, 30]), "letter": self.letter}
                connection.execute(statement, values)
        self.allowed += SENDERS * CONNECTIONS * WINDOW

    def fill_database_disk(self) -> None:
        with self.stage.connect() as connection:
            connection.execute(_DISK_FULL)
            time.sleep(CHANCE.uniform(0.5, 2.0))
            connection.execute(_ROOM_AGAIN)

    def fill_relay_disk(self) -> None:
        assert self.relay is not None
        self.relay.send_signal(signal.SIGUSR1)
        time.sleep(CHANCE.uniform(0.5, 2.0))
        self.relay.send_signal(signal.SIGUSR1)

    def _set_state(self, state: str) -> None:
        with self.stage.connect() as connection:
            connection.execute("UPDATE mailings_letter SET state = %s WHERE id = %s", [state, self.letter])

    def _kept(self) -> int:
        return len(self.kept.read_text().split())


FAULTS: dict[str, Callable[[Scene], None]] = {
    "kill -9 of a worker that sends": Scene.kill_sender,
    "kill -9 of PostgreSQL": Scene.kill_database,
    "kill -9 of the SMTP server": Scene.kill_relay,
    "two workers with the same slice": Scene.stop_and_wake_sender,
    "a pause during a crash": Scene.pause_and_kill,
    "the clock jumps": Scene.jump,
    "the database's disk is full": Scene.fill_database_disk,
    "the SMTP server's disk is full": Scene.fill_relay_disk,
}
# How often each is made, as a share: those that take seconds less often.
SHARES = dict.fromkeys(FAULTS, 0.2) | dict.fromkeys(list(FAULTS)[:3], 1.0)


def rows(times: int, size: int, faults: tuple[str, ...] = tuple(FAULTS)) -> list[Row]:
    with staged({"TOCSIN_MAIL_CONNECTIONS": str(CONNECTIONS)}) as stage, tempfile.TemporaryDirectory() as folder:
        stage.run("worker", PEOPLE, str(size))
        return [_row(stage, Path(folder), fault, max(1, int(times * SHARES[fault])), size) for fault in faults]


def _row(stage: Stage, folder: Path, fault: str, times: int, size: int) -> Row:
    # So slow that the letter lasts for all of it: about two seconds for each time.
    pause = SENDERS * CONNECTIONS * max(times * 2.0, 6.0) / size
    scene = Scene(stage, new_letter(stage), folder / f"{time.monotonic_ns()}.log", pause)
    scene.kept.touch()
    done = 0
    try:
        scene.start()
        until = time.monotonic() + STALLED_SECONDS + times * 10
        while _patiently(scene.still_going):
            assert time.monotonic() < until, f"{fault}: the letter does not end"
            time.sleep(CHANCE.uniform(0.1, 1.2) if done < times else 0.5)
            if done < times and _patiently(scene.flying):
                FAULTS[fault](scene)
                done += 1
        scene.await_senders()
    finally:
        scene.end()
    return _judged(scene, fault, done, size)


def _patiently(question: Callable[[], int]) -> int:
    """Ask a database that may just be starting."""
    until = time.monotonic() + 60
    while True:
        try:
            return question()
        except psycopg.OperationalError:
            assert time.monotonic() < until, "the database does not come back"
            time.sleep(0.2)


def _judged(scene: Scene, fault: str, done: int, size: int) -> Row:
    kept = Counter(scene.kept.read_text().split())
    with scene.stage.connect() as connection:
        query = "SELECT id::text, state FROM mailings_envelope WHERE letter_id = %s"
        states = dict(connection.execute(query, [scene.letter]).fetchall())
    accepted = {envelope for envelope, state in states.items() if state == "accepted"}
    uncertain = {envelope for envelope, state in states.items() if state == "uncertain"}
    lost = size - len(accepted) - len(uncertain) + len(accepted - set(kept)) + len(set(kept) - accepted - uncertain)
    repeated = sum(number > 1 for number in kept.values())
    note = f"{len(accepted)} accepted, {len(set(kept) & uncertain)} of the unknown were kept"
    return Row(fault, done, lost, repeated, len(uncertain), scene.allowed, note)
