"""Every way a message can end, against servers that really misbehave."""

from __future__ import annotations

import socket
import time

import pytest

from tocsin.post import Courier, Message, Outcome, Relay, State, deliver

from .servers import DROP, STALL, Script, free_port, polite, relay_at, reset, serving, talking


def message(name: str, body: bytes = b"Subject: x\r\n\r\nhello\r\n", sender: str = "") -> Message:
    return Message(f"id-{name}", f"{sender or name}@bounce.example.org", f"{name}@example.net", (body,))


def states(outcomes: list[Outcome]) -> dict[str, State]:
    return {o.envelope_id.removeprefix("id-"): o.state for o in outcomes}


def test_one_connection_carries_many() -> None:
    script = Script()
    with serving(script) as relay:
        outcomes = deliver([message(f"m{n}") for n in range(20)], relay=relay, signer=None)
    assert {o.state for o in outcomes} == {State.ACCEPTED}
    assert [o.envelope_id for o in outcomes] == [f"id-m{n}" for n in range(20)]
    assert (outcomes[0].code, outcomes[0].enhanced) == (250, "2.0.0")
    assert [address for address, _ in script.taken] == [f"m{n}@example.net" for n in range(20)]
    assert script.connections == 1


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("450 4.2.0 greylisted", State.DEFERRED),
        ("454 4.7.0 later", State.DEFERRED),
        ("421 4.3.2 closing", State.DEFERRED),
        ("451 later", State.DEFERRED),
        ("550 5.1.1 no", State.REFUSED),
        ("552 5.2.2 full", State.REFUSED),
    ],
)
def test_replies_at_each_stage_concern_one_message_only(stage: str, reply: str, state: State) -> None:
    script = Script(**{stage: {"b": reply}})  # type: ignore[arg-type]
    with serving(script) as relay:
        outcomes = deliver([message("a"), message("b"), message("c")], relay=relay, signer=None)
    assert states(outcomes) == {"a": State.ACCEPTED, "b": state, "c": State.ACCEPTED}
    assert outcomes[1].code == int(reply[:3])
    assert outcomes[1].enhanced == (reply.split()[1] if reply[4].isdigit() else None)
    assert [address for address, _ in script.taken] == ["a@example.net", "c@example.net"]
    assert ("RSET" in script.seen) == (not reply.startswith("421"))


@pytest.mark.parametrize("way", [DROP, STALL])
def test_lost_after_the_dot_is_uncertain(way: str) -> None:
    script = Script(data={"b": way})
    with serving(script) as relay:
        outcomes = deliver([message("a"), message("b"), message("c")], relay=relay, signer=None)
    assert states(outcomes) == {"a": State.ACCEPTED, "b": State.UNCERTAIN, "c": State.ACCEPTED}
    assert script.connections == 2
    assert ("b@example.net" in dict(script.taken)) == (way == DROP)


@pytest.mark.parametrize("way", [DROP, STALL])
@pytest.mark.parametrize("stage", ["mail", "rcpt"])
def test_lost_before_data_is_deferred(stage: str, way: str) -> None:
    script = Script(**{stage: {"b": way}})  # type: ignore[arg-type]
    with serving(script) as relay:
        outcomes = deliver([message("a"), message("b"), message("c")], relay=relay, signer=None)
    assert states(outcomes) == {"a": State.ACCEPTED, "b": State.DEFERRED, "c": State.ACCEPTED}


def test_lost_within_data_is_deferred() -> None:
    def talk(connection: socket.socket, number: int) -> None:
        polite(connection, until=b"Subject")
        reset(connection)

    big = b"Subject: x\r\n\r\n" + b"line\r\n" * 4_000_000
    with talking(talk) as (relay, _):
        (outcome,) = deliver([message("a", big)], relay=relay, signer=None)
    assert outcome.state is State.DEFERRED


def test_stalled_within_data_is_deferred() -> None:
    def talk(connection: socket.socket, number: int) -> None:
        polite(connection, until=b"Subject")
        time.sleep(1.5)

    big = b"Subject: x\r\n\r\n" + b"line\r\n" * 4_000_000
    with talking(talk) as (relay, _):
        (outcome,) = deliver([message("a", big)], relay=relay, signer=None)
    assert outcome.state is State.DEFERRED


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"250 ok\r\n", State.ACCEPTED),
        (b"250-more\r\n", State.UNCERTAIN),  # died within its answer
        (b"2", State.UNCERTAIN),
        (b"", State.UNCERTAIN),
        (b"what?\r\n", State.UNCERTAIN),
        (b"354 eh\r\n", State.UNCERTAIN),
        (b"250 " + b"x" * 9000 + b"\r\n", State.UNCERTAIN),
        (b"421 bye\r\n", State.DEFERRED),
        (b"554 no\r\n", State.REFUSED),
    ],
)
def test_the_answer_to_the_dot(answer: bytes, state: State) -> None:
    def talk(connection: socket.socket, number: int) -> None:
        got = polite(connection, until=b"Subject")
        while not got.endswith(b"\r\n.\r\n"):
            got += connection.recv(65536)
        connection.sendall(answer)

    with talking(talk) as (relay, _):
        (outcome,) = deliver([message("a")], relay=relay, signer=None)
    assert outcome.state is state


def test_nothing_listening_defers_all_at_once() -> None:
    with free_port() as port:
        began = time.monotonic()
        outcomes = deliver([message(f"m{n}") for n in range(1000)], relay=relay_at(port), signer=None)
    assert {o.state for o in outcomes} == {State.DEFERRED}
    assert len(outcomes) == 1000
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("greeting", [b"421 4.3.2 busy\r\n", b"554 5.3.2 no service\r\n", b"", b"hello\r\n"])
def test_no_welcome_defers_all(greeting: bytes) -> None:
    with talking(lambda connection, number: connection.sendall(greeting)) as (relay, connections):
        outcomes = deliver([message(f"m{n}") for n in range(100)], relay=relay, signer=None)
    assert {o.state for o in outcomes} == {State.DEFERRED}
    assert len(connections) == 1


def test_a_relay_that_dies_each_time_is_left_alone_soon() -> None:
    def talk(connection: socket.socket, number: int) -> None:
        polite(connection, until=b"RCPT")

    with talking(talk) as (relay, connections):
        outcomes = deliver([message(f"m{n}") for n in range(100)], relay=relay, signer=None)
    assert {o.state for o in outcomes} == {State.DEFERRED}
    assert len(connections) == relay.patience


def test_a_silent_relay_costs_one_timeout() -> None:
    with talking(lambda connection, number: time.sleep(1.5)) as (relay, _):
        began = time.monotonic()
        outcomes = deliver([message(f"m{n}") for n in range(100)], relay=relay, signer=None)
    assert {o.state for o in outcomes} == {State.DEFERRED}
    assert time.monotonic() - began < 3


def test_a_relay_that_closes_after_so_many_is_called_again() -> None:
    def talk(connection: socket.socket, number: int) -> None:
        for _ in range(2):
            got = polite_one(connection, first=_ == 0)
            assert got
        connection.recv(100)
        connection.sendall(b"421 4.7.0 enough for one connection\r\n")

    def polite_one(connection: socket.socket, first: bool) -> bytes:
        if first:
            connection.sendall(b"220 hi\r\n")
            connection.recv(100)
            connection.sendall(b"250 hi\r\n")
        for reply in (b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            connection.recv(1000)
            connection.sendall(reply)
        got = b""
        while not got.endswith(b"\r\n.\r\n"):
            got += connection.recv(65536)
        connection.sendall(b"250 ok\r\n")
        return got

    with talking(talk) as (relay, connections):
        outcomes = deliver([message(f"m{n}") for n in range(6)], relay=relay, signer=None)
    assert {o.state for o in outcomes} == {State.ACCEPTED}
    assert len(connections) == 3


def test_dots_and_bytes_arrive_as_they_were() -> None:
    body = b"Subject: x\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\n" + b"y" * 500 + b"\r\n.\r\n"
    script = Script()
    with serving(script) as relay:
        outcomes = deliver([message("a", body), message("b")], relay=relay, signer=None)
    assert {o.state for o in outcomes} == {State.ACCEPTED}
    assert script.taken[0][1] == body


@pytest.mark.parametrize(
    "body", [b"Subject: x\r\n\r\nno end", b"a\r\n\r\nb\n.\nMAIL FROM:<x@y>\r\n", b"a\r\n\r\nb\r.\r\r\n", b""]
)
def test_no_smuggling_by_odd_line_ends(body: bytes) -> None:
    script = Script()
    with serving(script) as relay:
        outcomes = deliver([message("a", body), message("b")], relay=relay, signer=None)
    assert states(outcomes) == {"a": State.REFUSED, "b": State.ACCEPTED}
    assert len(script.taken) == 1


def test_replies_are_kept_without_addresses() -> None:
    says = (
        '550 5.1.1 <kim.cs@example.net>: no such user KIM.CS (kim.cs%40example.net, x-kim.cs=example.net) "kim.cs@x.y"'
    )
    script = Script(rcpt={"kim.cs": says})
    with serving(script) as relay:
        (outcome,) = deliver([message("kim.cs")], relay=relay, signer=None)
    assert "kim" not in outcome.text.lower()
    assert "example.net" not in outcome.text
    assert "no such user" in outcome.text
    assert "example" not in repr(message("kim.cs"))


def test_letters_outside_ascii() -> None:
    script = Script()
    with serving(script) as relay:
        outcomes = deliver(
            [message("철수"), Message("id-idn", "a@예.example", "b@bücher.example", (b"a: b\r\n\r\n",))],
            relay=relay,
            signer=None,
        )
    assert {o.state for o in outcomes} == {State.ACCEPTED}
    assert [address for address, _ in script.taken] == ["철수@example.net", "b@xn--bcher-kva.example"]
    assert "SMTPUTF8" in script.options[0]
    assert "SMTPUTF8" not in script.options[1]


def test_letters_outside_ascii_where_they_are_not_taken() -> None:
    script = Script()
    with serving(script, enable_SMTPUTF8=False) as relay:
        outcomes = deliver([message("철수"), message("b")], relay=relay, signer=None)
    assert states(outcomes) == {"철수": State.REFUSED, "b": State.ACCEPTED}
    assert (outcomes[0].code, outcomes[0].enhanced) == (None, "5.6.7")
    assert "SMTPUTF8" in outcomes[0].text


@pytest.mark.parametrize("bad", ["", "nobody", "a b@example.net", "a@example.net>\r\nDATA", "a@-.example"])
def test_what_is_no_address_is_refused_unsent(bad: str) -> None:
    script = Script()
    with serving(script) as relay:
        outcomes = deliver(
            [Message("bad", "s@example.org", bad, (b"a: b\r\n\r\n",)), message("b")], relay=relay, signer=None
        )
    assert [o.state for o in outcomes] == [State.REFUSED, State.ACCEPTED]
    assert outcomes[0].enhanced == "5.1.3"


def test_a_courier_keeps_its_connection_over_batches_and_comes_back() -> None:
    script = Script()
    with serving(script) as relay, Courier(relay) as courier:
        assert [o.state for o in courier.deliver([message("a")])] == [State.ACCEPTED]
        assert [o.state for o in courier.deliver([message("b")])] == [State.ACCEPTED]
        assert script.connections == 1
    assert [o.state for o in courier.deliver([message("c")])] == [State.DEFERRED]


def test_an_error_in_making_messages_sends_none() -> None:
    def broken() -> object:
        yield message("a")
        raise RuntimeError("no")

    script = Script()
    with serving(script) as relay, pytest.raises(RuntimeError):
        deliver(broken(), relay=relay, signer=None)  # type: ignore[arg-type]
    assert script.taken == []


def test_a_password_never_crosses_a_network_in_the_open() -> None:
    with pytest.raises(ValueError, match="tls=required"):
        Relay("mail.example.org", username="u", password="p")
    assert "secret" not in repr(Relay("127.0.0.1", username="u", password="secret"))
