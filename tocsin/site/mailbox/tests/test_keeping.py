"""What was answered with 250 is there, also after a kill; asked-for faults happen as asked."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tocsin.post import State, deliver

from .conftest import Mailbox, free_port, letter


def test_every_byte_is_kept_and_survives_a_kill(start: Callable[..., Mailbox]) -> None:
    mailbox = start()
    data = b"Subject: =?utf-8?b?6rCA?=\r\n\r\n.\r\n..\r\ntext  \r\n"
    outcomes = deliver([letter("a", data=data), letter("b")], relay=mailbox.relay, signer=None)
    assert {o.state for o in outcomes} == {State.ACCEPTED}
    mailbox.stop(kill=True)
    again = start()
    assert again.http.get("/api/count").json() == {"count": 2}
    first = again.http.get("/api/messages?to=a@example.net").json()["messages"][0]
    assert (first["to"], first["subject"], first["sender"]) == (["a@example.net"], "가", "bounce@example.org")
    assert again.http.get(f"/api/messages/{first['id']}/raw").content == data
    deliver([letter("c")], relay=again.relay, signer=None)
    assert len({m["id"] for m in again.http.get("/api/messages").json()["messages"]}) == 3


def test_it_stops_cleanly(start: Callable[..., Mailbox]) -> None:
    mailbox = start()
    mailbox.http.get("/")
    assert mailbox.stop() == 0


def test_a_mail_half_written_is_no_mail(start: Callable[..., Mailbox], tmp_path: Path) -> None:
    (tmp_path / "mail" / "00000").mkdir(parents=True)
    (tmp_path / "mail" / "00000" / "00000001.part").write_bytes(b'{"num')
    mailbox = start()
    deliver([letter("a")], relay=mailbox.relay, signer=None)
    assert mailbox.http.get("/api/count").json() == {"count": 1}


def test_faults_come_as_asked_and_the_sums_agree(start: Callable[..., Mailbox]) -> None:
    faults = ["--refuse-rate", "0.1", "--defer-rate", "0.1", "--drop-after-data-rate", "0.1", "--seed", "7"]
    mailbox = start(*faults, "--delay-ms", "1")
    outcomes = deliver([letter(f"m{n}") for n in range(300)], relay=mailbox.relay, signer=None)
    counts = Counter(o.state for o in outcomes)
    assert all(10 < counts[state] < 60 for state in (State.REFUSED, State.DEFERRED, State.UNCERTAIN))
    kept = {m["to"][0].split("@")[0] for m in mailbox.http.get("/api/messages?limit=1000").json()["messages"]}
    assert kept == {o.envelope_id for o in outcomes if o.state in (State.ACCEPTED, State.UNCERTAIN)}


def test_a_taken_port_gets_one_sentence(start: Callable[..., Mailbox], tmp_path: Path) -> None:
    mailbox = start()
    taken = [str(mailbox.relay.port), str(free_port())], [str(free_port()), str(mailbox.http.base_url.port)]
    for smtp, http in taken:
        command = [sys.executable, "-m", "tocsin.site.mailbox", "--store", str(tmp_path / "other")]
        done = subprocess.run([*command, "--smtp-port", smtp, "--http-port", http], capture_output=True, timeout=20)
        assert done.returncode == 1
        assert done.stderr.startswith(b"The mailbox cannot start: ")
        assert done.stderr.count(b"\n") == 1


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tocsin.site.mailbox", "--store", str(tmp_path), "--host", "0.0.0.0"]  # noqa: S104
    assert subprocess.run(command, capture_output=True, timeout=20).returncode == 2
