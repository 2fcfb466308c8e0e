"""Several connections at once, over one relay or more."""

from __future__ import annotations

import socket
import time
from collections import Counter
from typing import Any

import pytest

from tocsin.post import Fleet, Message, Outcome, State, Tls
from tocsin.post.fleet import WINDOW

from .servers import Script, free_port, relay_at, serving, talking


def message(number: int) -> Message:
    return Message(f"m{number}", "s@example.org", f"m{number}@example.net", (b"Subject: x\r\n\r\nhello\r\n",))


def all_of(fleet: Fleet, seconds: float = 15) -> list[Outcome]:
    outcomes: list[Outcome] = []
    until = time.monotonic() + seconds
    while fleet.outstanding and time.monotonic() < until:
        outcomes += fleet.turn(0.2)
    return outcomes


def test_a_fleet_gives_one_outcome_a_message_over_several_connections() -> None:
    script = Script()
    with serving(script) as relay, Fleet([relay], connections=4) as fleet:
        assert fleet.room == 4 * WINDOW
        for number in range(200):
            fleet.put(message(number))
        assert fleet.room == 4 * WINDOW - 200
        outcomes = all_of(fleet)
    assert Counter(outcome.state for outcome in outcomes) == {State.ACCEPTED: 200}
    assert len({outcome.envelope_id for outcome in outcomes}) == 200
    assert 2 <= script.connections <= 4
    assert Counter(Counter(address for address, _raw in script.taken).values()) == {1: 200}


def test_pipelining_through_a_real_socket_in_pieces() -> None:
    """A server that offers PIPELINING, reads in small pieces and answers in smaller ones."""
    taken: list[bytes] = []

    def talk(connection: socket.socket, _number: int) -> None:
        connection.sendall(b"220 hi\r\n")
        rest, text = b"", False
        while True:
            data = connection.recv(9973)
            if not data:
                return
            rest += data
            answer = b""
            while True:
                if text:
                    end = rest.find(b"\r\n.\r\n")
                    if end < 0:
                        break
                    taken.append(rest[: end + 2])
                    rest, text, answer = rest[end + 5 :], False, answer + b"250 kept\r\n"
                    continue
                line, found, after = rest.partition(b"\r\n")
                if not found:
                    break
                rest = after
                if line.startswith(b"EHLO"):
                    answer += b"250-hi\r\n250 PIPELINING\r\n"
                elif line == b"DATA":
                    text, answer = True, answer + b"354 go\r\n"
                else:
                    answer += b"250 ok\r\n"
            for at in range(0, len(answer), 7):
                connection.sendall(answer[at : at + 7])

    big = b"Subject: x\r\n\r\n" + b"line of a letter\r\n" * 10_000
    with talking(talk) as (relay, _numbers), Fleet([relay], connections=1) as fleet:
        for number in range(5):
            fleet.put(Message(f"m{number}", "s@example.org", "a@example.net", (big, b"%d\r\n" % number)))
        outcomes = all_of(fleet, 60)
    assert [outcome.state for outcome in outcomes] == [State.ACCEPTED] * 5
    assert taken == [big + b"%d\r\n" % number for number in range(5)]


def test_weights_and_one_in_reserve() -> None:
    first, second, reserve = Script(), Script(), Script()
    with serving(first) as one, serving(second) as two, serving(reserve) as three:
        relays = [
            relay_at(one.port, weight=3), relay_at(two.port, weight=1), relay_at(three.port, weight=0),
        ]  # fmt: skip
        with Fleet(relays, connections=4) as fleet:
            for number in range(120):
                fleet.put(message(number))
            assert {outcome.state for outcome in all_of(fleet)} == {State.ACCEPTED}
    assert (first.connections, second.connections, reserve.connections) == (3, 1, 0)


def test_the_reserve_takes_over_where_the_others_are_away() -> None:
    script = Script()
    with free_port() as port:
        away = relay_at(port)
    with serving(script) as relay, Fleet([away, relay_at(relay.port, weight=0)], connections=2) as fleet:
        for number in range(20):
            fleet.put(message(number))
        assert {outcome.state for outcome in all_of(fleet)} == {State.ACCEPTED}
    assert len(script.taken) == 20


@pytest.mark.parametrize("reply", ["452 4.3.1 no room on my disk", "530 5.7.0 log in first"])
def test_a_relay_with_a_fault_of_its_own_blames_nobody_and_another_takes_over(reply: str) -> None:
    full, script = Script(), Script()
    full.mail = dict.fromkeys(["s"], reply)
    with serving(full) as bad, serving(script) as good:
        with Fleet([bad, good], connections=2) as fleet:
            for number in range(20):
                fleet.put(message(number))
            assert {outcome.state for outcome in all_of(fleet)} == {State.ACCEPTED}
        with Fleet([bad], connections=2) as fleet:
            for number in range(20):
                fleet.put(message(number))
            outcomes = all_of(fleet)
    assert {(outcome.state, outcome.code, outcome.about_relay) for outcome in outcomes} == {
        (State.UNTOUCHED, int(reply[:3]), True)
    }
    assert len(script.taken) == 20
    assert not full.taken


def test_with_every_relay_away_all_comes_back_untouched_and_about_the_relay() -> None:
    with free_port() as port:
        away = relay_at(port)
    with Fleet([away, away], connections=4) as fleet:
        for number in range(50):
            fleet.put(message(number))
        outcomes = all_of(fleet)
    assert {(outcome.state, outcome.about_relay) for outcome in outcomes} == {(State.UNTOUCHED, True)}
    assert len(outcomes) == 50


def test_a_relay_that_lets_in_only_so_many_is_used_with_as_many() -> None:
    script, full = Script(), "421 4.7.0 no more connections from you"
    with serving(script) as relay, Fleet([relay], connections=4) as fleet:
        said = script.handle_EHLO

        async def greet(server: Any, session: Any, envelope: Any, name: str, answer: list[str]) -> list[str]:
            if script.connections >= 1:
                return [full]
            return await said(server, session, envelope, name, answer)

        script.handle_EHLO = greet  # type: ignore[method-assign]
        for number in range(60):
            fleet.put(message(number))
        assert {outcome.state for outcome in all_of(fleet)} == {State.ACCEPTED}
    assert script.connections == 1


def test_recall_brings_back_what_has_not_left() -> None:
    script = Script()
    with serving(script) as relay, Fleet([relay], connections=1) as fleet:
        for number in range(60):
            fleet.put(message(number))
        outcomes = fleet.turn(5)
        fleet.recall()
        outcomes += all_of(fleet)
    states = Counter(outcome.state for outcome in outcomes)
    assert states[State.ACCEPTED] + states[State.UNTOUCHED] == 60
    assert states[State.UNTOUCHED] > 50
    assert len(script.taken) == states[State.ACCEPTED]
    assert not any(outcome.about_relay for outcome in outcomes)


def test_a_relay_without_a_certificate_that_is_asked_for_takes_nothing() -> None:
    script = Script()
    with serving(script) as relay, Fleet([relay_at(relay.port, tls=Tls.REQUIRED)], connections=2) as fleet:
        fleet.put(message(1))
        (outcome,) = all_of(fleet)
    assert (outcome.state, outcome.about_relay) == (State.UNTOUCHED, True)
    assert not script.taken
