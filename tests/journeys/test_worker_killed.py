"""kill -9 of the worker in the middle of a letter of 2,000: nobody is lost, and nobody gets it twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from tocsin.site import processes, readiness
from tocsin.site.instance import Instance

READERS = 2000
IN_FLIGHT = 4 * 64  # the demo's connections, each with its window
SEED = str(Path(__file__).with_name("seed_letter.py"))


@pytest.fixture
def instance() -> Iterator[Instance]:
    """Database, keys and roles; the test runs the processes itself. Not below pytest's folders: others enter too."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-killed-"))
    folder.chmod(0o711)
    made = Instance(folder / "home", demo=True, any_ports=True, durable=False)
    try:
        made.open()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(instance: Instance, process: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """One process as its own user; killed at the end if it is still there."""
    user = instance.places.users.get(process)
    started = subprocess.Popen(
        [sys.executable, *arguments],
        env=processes.environment(instance.home, process),
        cwd="/",
        user=None if user is None else user.uid,
        group=None if user is None else user.gid,
        extra_groups=None if user is None else [],
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.wait()


def run(instance: Instance, process: str, *arguments: str) -> None:
    with running(instance, process, *arguments) as done:
        assert done.wait(120) == 0


def quick_dkim(instance: Instance) -> None:
    """RSA would take longer than all the rest; signing is not the matter here."""
    key = ed25519.Ed25519PrivateKey.generate()
    kind, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    file = instance.places.keys / "worker" / "dkim.1"
    file.write_bytes(key.private_bytes(encoding, kind, serialization.NoEncryption()))


def states(database: psycopg.Connection) -> dict[str, int]:
    return dict(database.execute("SELECT state, count(*) FROM mailings_envelope GROUP BY state").fetchall())


def wait_for(what: str, question: object, seconds: float = 240.0) -> None:
    until = time.monotonic() + seconds
    while not question():  # type: ignore[operator]
        assert time.monotonic() < until, f"{what} did not happen"
        time.sleep(0.25)


def test_a_killed_worker_loses_none_and_sends_none_twice(instance: Instance) -> None:
    quick_dkim(instance)
    run(instance, "worker", SEED, "contacts", str(READERS))
    store = instance.home / "mailbox"
    ports = ["--smtp-port", str(instance.config.smtp.port), "--http-port", str(instance.config.mailbox_port)]
    mailbox = ["-m", "tocsin.site.mailbox", *ports, "--store", str(store), "--delay-ms", "2"]
    api = f"http://127.0.0.1:{instance.config.mailbox_port}/api"
    client = httpx.Client(trust_env=False)

    def received() -> int:
        return int(client.get(f"{api}/count").json()["count"])

    with (
        readiness.connect(instance.owner().database) as database,
        running(instance, "mailbox", *mailbox),
    ):
        wait_for("the mailbox's start", lambda: readiness.answers(f"{api}/count", 300))
        with running(instance, "worker", "-m", "tocsin.site.run.worker") as worker:
            run(instance, "desk", SEED, "letter")
            wait_for("the middle of the letter", lambda: received() > READERS / 3)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        cut = states(database)
        ((flying,),) = database.execute(
            "SELECT coalesce(sum(cardinality(in_flight)), 0) FROM mailings_claim"
        ).fetchall()
        assert 0 < flying <= IN_FLIGHT
        assert cut["waiting"] > 0
        with running(instance, "worker", "-m", "tocsin.site.run.worker") as worker:
            wait_for("an outcome for each", lambda: set(states(database)) <= {"accepted", "uncertain"})
            wait_for(
                "the letter's end",
                lambda: database.execute("SELECT state FROM mailings_letter").fetchall() == [("finished",)],
            )
            asked = time.monotonic()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(15) == 0
            assert time.monotonic() - asked < 10
        end = states(database)
        assert end["accepted"] + end.get("uncertain", 0) == READERS
        assert end.get("uncertain", 0) <= flying
        mails = all_mails(client, api)
        assert len(mails) == len(set(mails)) == received()
        assert end["accepted"] <= len(mails) <= READERS
        accepted = database.execute("SELECT id FROM mailings_envelope WHERE state = 'accepted'").fetchall()
        assert {str(row[0]) for row in accepted} <= {mail.strip("<>").partition("@")[0] for mail in mails}


def all_mails(client: httpx.Client, api: str) -> list[str]:
    """The Message-ID of each mail, from its raw bytes."""
    listed = client.get(f"{api}/messages", params={"limit": READERS * 2}).json()["messages"]
    return [message_from_bytes(client.get(f"{api}/messages/{one['id']}/raw").content)["Message-ID"] for one in listed]
