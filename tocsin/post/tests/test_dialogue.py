"""Handing in messages without a socket: the order of commands and replies, and a relay that says anything at all."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.post.dialogue import Dialogue, Parcel
from tocsin.post.messages import Message, State, Verdict
from tocsin.post.opening import Offers
from tocsin.post.parcels import BadData, stuffed
from tocsin.post.relay import Timeouts
from tocsin.post.replies import MOST_LINES, Babble, ReplyReader

PIPELINED = Offers(pipelining=True, eight_bit=True, utf8=True, sizes=True, size=10_000)
PLAIN = Offers()


def parcel(name: str, data: bytes = b"a: b\r\n\r\nc\r\n", *, utf8: bool = False) -> Parcel:
    message = Message(name, "s@example.org", f"{name}@example.net", (data,))
    return Parcel(message, "s@example.org", f"{name}@example.net", (data,), utf8=utf8)


class Played:
    """A dialogue with messages to send; ``hear`` is what the relay says."""

    def __init__(self, *names: str, offers: Offers = PIPELINED) -> None:
        self.waiting = deque(parcel(name) for name in names)
        self.dialogue = Dialogue(offers, Timeouts(), self._next)
        self.states: dict[str, State] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.dialogue.start()

    def _next(self) -> Parcel | None:
        return self.waiting.popleft() if self.waiting else None

    def hear(self, data: bytes) -> bytes:
        """What is written in answer."""
        self.dialogue.receive(data)
        self._note(self.dialogue.ended)
        self.dialogue.ended = []
        return self.written()

    def written(self) -> bytes:
        said = b"".join(self.dialogue.outgoing)
        self.dialogue.outgoing.clear()
        return said

    def lose(self, unsent: int = 0) -> list[str]:
        verdicts, again = self.dialogue.lost(unsent)
        self._note(verdicts)
        return [one.message.envelope_id for one in again]

    def _note(self, ended: list[tuple[Parcel, Verdict]]) -> None:
        for one, verdict in ended:
            assert one.message.envelope_id not in self.states
            self.states[one.message.envelope_id] = verdict.state
            self.verdicts[one.message.envelope_id] = verdict


TEXT = b"a: b\r\n\r\nc\r\n.\r\n"


def commands(name: str) -> bytes:
    return b"MAIL FROM:<s@example.org> SIZE=11\r\nRCPT TO:<%s@example.net>\r\nDATA\r\n" % name.encode()


def test_the_commands_of_the_next_follow_the_text_of_the_one_before() -> None:
    played = Played("a", "b")
    assert played.written() == commands("a")
    assert played.hear(b"250 ok\r\n250 ok\r\n") == b""
    assert played.hear(b"354 go\r\n") == TEXT + commands("b")
    assert played.hear(b"250 2.0.0 kept\r\n250 ok\r\n250 ok\r\n354 go\r\n") == TEXT
    assert played.hear(b"250 kept\r\n") == b""
    assert played.states == {"a": State.ACCEPTED, "b": State.ACCEPTED}
    assert played.dialogue.idle


def test_one_command_at_a_time_where_pipelining_is_not_offered() -> None:
    played = Played("a", "b", offers=PLAIN)
    written = played.written()
    for said, reply in (
        (b"MAIL FROM:<s@example.org>\r\n", b"250 ok\r\n"),
        (b"RCPT TO:<a@example.net>\r\n", b"250 ok\r\n"),
        (b"DATA\r\n", b"354 go\r\n"),
    ):
        assert written == said
        written = played.hear(reply)
    assert written == TEXT
    assert played.hear(b"250 kept\r\n") == b"MAIL FROM:<s@example.org>\r\n"
    assert played.hear(b"250 ok\r\n") == b"RCPT TO:<b@example.net>\r\n"
    assert played.hear(b"550 5.1.1 no\r\n") == b""
    assert played.states == {"a": State.ACCEPTED, "b": State.REFUSED}


def test_a_lone_dot_where_the_relay_wants_a_text_for_nobody() -> None:
    """RFC 2920, 3.1: DATA got 354 though the only recipient was refused."""
    played = Played("a", "b")
    played.written()
    assert played.hear(b"250 ok\r\n550 5.1.1 no\r\n354 go\r\n") == b".\r\n"
    assert played.hear(b"554 no valid recipients\r\n") == b"RSET\r\n" + commands("b")
    assert played.states == {"a": State.REFUSED}
    assert played.hear(b"250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n") == TEXT
    played.hear(b"250 kept\r\n")
    assert played.states == {"a": State.REFUSED, "b": State.ACCEPTED}


def test_the_first_no_counts_and_its_echoes_do_not() -> None:
    played = Played("a", "b")
    played.written()
    said = played.hear(b"451 4.3.2 not now\r\n503 need MAIL\r\n503 5.5.1 need RCPT\r\n")
    assert played.verdicts["a"].state is State.DEFERRED
    assert (played.verdicts["a"].code, played.verdicts["a"].enhanced) == (451, "4.3.2")
    assert said == b"RSET\r\n" + commands("b")


def test_what_is_too_large_or_needs_what_is_not_offered_is_refused_unsent() -> None:
    played = Played()
    played.waiting.append(parcel("big", b"a: b\r\n\r\n" + b"x" * 10_000 + b"\r\n"))
    played.dialogue.start()
    assert played.written() == b""
    assert played.dialogue.ended[0][1].enhanced == "5.3.4"
    plain = Played(offers=Offers(pipelining=True))
    plain.waiting.append(parcel("철수", utf8=True))
    plain.dialogue.start()
    assert plain.dialogue.ended[0][1].enhanced == "5.6.7"


def test_smtputf8_and_8bitmime_are_said_where_they_are_needed() -> None:
    played = Played()
    played.waiting.append(parcel("철수", b"a: b\r\n\r\n\xff\r\n", utf8=True))
    played.dialogue.start()
    assert b"BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<\xec\xb2\xa0" in played.written()


@pytest.mark.parametrize(
    ("heard", "unsent", "states", "again"),
    [
        (b"", 0, {"a": State.DEFERRED}, []),
        (b"250 ok\r\n250 ok\r\n", 0, {"a": State.DEFERRED}, []),
        (b"250 ok\r\n250 ok\r\n354 go\r\n", 0, {"a": State.UNCERTAIN}, ["b"]),
        # Of what was written, only the next one's commands did not leave: the dot did.
        (b"250 ok\r\n250 ok\r\n354 go\r\n", len(commands("b")), {"a": State.UNCERTAIN}, ["b"]),
        # One byte more did not leave: the dot is not whole.
        (b"250 ok\r\n250 ok\r\n354 go\r\n", len(commands("b")) + 1, {"a": State.DEFERRED}, ["b"]),
        (b"250 ok\r\n250 ok\r\n354 go\r\n250 kept\r\n", 0, {"a": State.ACCEPTED}, ["b"]),
        (b"250 ok\r\n250 ok\r\n354 go\r\n250 kept\r\n250 ok\r\n", 0, {"a": State.ACCEPTED, "b": State.DEFERRED}, []),
        (b"250 ok\r\n250 ok\r\n354 go\r\n250 kept\r\n421 enough\r\n", 0, {"a": State.ACCEPTED}, ["b"]),
        (b"250 ok\r\n250 ok\r\n354 go\r\n421 closing\r\n", 0, {"a": State.DEFERRED}, ["b"]),
    ],
)
def test_what_a_loss_means_depends_on_how_far_it_was(
    heard: bytes, unsent: int, states: dict[str, State], again: list[str]
) -> None:
    played = Played("a", "b", "c")
    for line in heard.splitlines(keepends=True):
        played.hear(line)
    assert played.lose(unsent) == again
    assert played.states == states


@pytest.mark.parametrize(
    ("heard", "unsent", "taken", "broken"),
    [
        (b"", 0, ["a"], True),
        (b"250 ok\r\n250 ok\r\n", 0, ["a"], True),
        (b"250 ok\r\n250 ok\r\n354 go\r\n", 0, ["b"], False),  # the dot is with the relay already
        (b"250 ok\r\n250 ok\r\n354 go\r\n", len(commands("b")) + 1, ["a", "b"], True),
        (b"250 ok\r\n250 ok\r\n354 go\r\n250 kept\r\n", 0, ["b"], True),
    ],
)
def test_taking_back_what_has_not_left(heard: bytes, unsent: int, taken: list[str], broken: bool) -> None:
    played = Played("a", "b", "c")
    for line in heard.splitlines(keepends=True):
        played.hear(line)
    assert [one.message.envelope_id for one in played.dialogue.take_back(unsent)] == taken
    assert played.dialogue.broken == broken
    assert played.lose(unsent) == []
    assert not set(taken) & set(played.states)


def test_what_was_taken_back_gets_no_text_when_the_relay_asks_for_it() -> None:
    played = Played("a", "b")
    played.written()
    played.hear(b"250 ok\r\n250 ok\r\n354 go\r\n")
    (back,) = played.dialogue.take_back(0)
    assert back.message.envelope_id == "b"
    assert played.hear(b"250 kept\r\n250 ok\r\n250 ok\r\n354 go\r\n") == b""
    assert played.states == {"a": State.ACCEPTED}
    assert played.dialogue.broken  # a dot alone would send an empty message


replies = st.sampled_from(
    [
        b"250 ok",
        b"354 go",
        b"450 4.2.0 later",
        b"550 5.1.1 no",
        b"421 bye",
        b"250-more\r\n250 ok",
        b"530 login",
        b"220 x",
    ]
)
noise = st.one_of(
    replies, st.binary(max_size=30), st.sampled_from([b"", b"250", b"25", b"999 x", b"2500 x", b"250\x00"])
)


@given(said=st.lists(noise, max_size=24), pipelining=st.booleans(), cuts=st.lists(st.integers(1, 40), max_size=60))
def test_whatever_a_relay_says_each_message_ends_once_and_only_a_yes_to_the_dot_accepts(
    said: list[bytes], pipelining: bool, cuts: list[int]
) -> None:
    names = [f"m{number}" for number in range(6)]
    played = Played(*names, offers=PIPELINED if pipelining else PLAIN)
    stream, dots, written = b"".join(line + b"\r\n" for line in said), 0, played.written()
    at = 0
    for cut in [*cuts, len(stream) + 1]:
        if played.dialogue.broken:
            break
        written += played.hear(stream[at : at + cut])
        at += cut
    again = played.lose()
    left = [one.message.envelope_id for one in played.waiting]
    assert sorted([*played.states, *again, *left]) == sorted(names)
    dots = written.count(TEXT)
    states = list(played.states.values())
    assert states.count(State.ACCEPTED) + states.count(State.UNCERTAIN) <= dots
    assert State.UNTOUCHED not in states


@given(st.binary(max_size=300))
def test_stray_line_ends_never_leave(body: bytes) -> None:
    data = b"a: b\r\n\r\n" + body + b"\r\n"
    try:
        sent = stuffed(data) + b".\r\n"
    except BadData:
        assert data.count(b"\r\n") != data.count(b"\n") or data.count(b"\r\n") != data.count(b"\r")
        return
    assert sent.find(b"\r\n.\r\n") == len(sent) - 5
    assert b"".join(line[1:] if line.startswith(b".") else line for line in sent[:-3].splitlines(True)) == data


@given(st.binary(max_size=5000))
def test_reading_replies_is_bounded_and_never_fails_otherwise(said: bytes) -> None:
    reader = ReplyReader()
    try:
        for code, lines in reader.feed(said):
            assert 200 <= code <= 599
            assert lines
    except Babble:
        return


def test_a_reply_without_end_is_babble() -> None:
    with pytest.raises(Babble):
        ReplyReader().feed(b"250 " + b"x" * 10_000)
    with pytest.raises(Babble):
        ReplyReader().feed(b"250-x\r\n" * (MOST_LINES + 5))
