"""Handing in messages over one open session (RFC 5321, 2920), without a socket: bytes in, bytes out.

Where the relay offers PIPELINING, MAIL, RCPT and DATA go out together, and behind the text of the message before.
Each reply is checked in its turn. Of one session at most one text is on its way, with the commands of the next one
behind it; the rest of what is to be sent stays with whoever ``source`` asks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import IntEnum, auto

from .messages import Message, State, Verdict
from .opening import Offers
from .relay import Timeouts
from .replies import Babble, ReplyReader, enhanced_of, read_reply

_NO_UTF8 = "The relay does not take addresses with letters outside ASCII (SMTPUTF8 is not offered)."
_TOO_LARGE = "The message is larger than the relay takes."
_LOST = "The connection was lost before the message was handed over."
_UNKNOWN = "The connection was lost while the relay's answer to the message was awaited."
_WRONG = "The relay answered out of turn."


class Step(IntEnum):
    """What the relay is asked; its reply is awaited in this order."""

    RSET = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    DOT = auto()
    LONE_DOT = auto()


class Parcel:
    """A message that is ready for the wire: its commands' words and its stuffed text."""

    __slots__ = ("ascii", "data", "losses", "message", "recipient", "sender", "size", "taken_back", "utf8", "verdict")

    def __init__(self, message: Message, sender: str, recipient: str, data: tuple[bytes, ...], *, utf8: bool) -> None:
        self.message, self.sender, self.recipient, self.data, self.utf8 = message, sender, recipient, data, utf8
        self.size = sum(map(len, data))
        self.ascii = all(map(bytes.isascii, data))
        self.losses = 0  # connections lost under it before the relay said anything to it
        self.verdict: Verdict | None = None
        self.taken_back = False

    def private(self) -> tuple[str, str]:
        return self.sender, self.recipient


class Dialogue:
    """One session's part in which messages are handed in.

    ``outgoing``: what is to be written, in order. ``ended``: parcels with their verdicts, emptied by the caller.
    ``source`` gives the next parcel, or None. ``broken``: the session must be closed, and ``lost`` be called.
    """

    __slots__ = (
        "_awaited", "_behind", "_dirty", "_now", "_offers", "_reader", "_source", "_tail", "_timeouts", "_unsaid",
        "broken", "carried", "closing", "ended", "outgoing",
    )  # fmt: skip

    def __init__(self, offers: Offers, timeouts: Timeouts, source: Callable[[], Parcel | None]) -> None:
        self._offers, self._timeouts, self._source = offers, timeouts, source
        self._reader = ReplyReader()
        self._awaited: deque[tuple[Step, Parcel]] = deque()
        self._unsaid: deque[tuple[Step, Parcel, bytes]] = deque()  # commands kept back where they cannot be pipelined
        self._now: Parcel | None = None  # whose text is on its way, or whose commands are
        self._behind: Parcel | None = None  # whose commands went out behind that text
        self._dirty = False  # a transaction was begun and not ended
        self._tail = 0  # bytes written after the last dot
        self.outgoing: list[bytes] = []
        self.ended: list[tuple[Parcel, Verdict]] = []
        self.broken = self.closing = False
        self.carried = 0

    @property
    def idle(self) -> bool:
        return self._now is None and not self._awaited

    @property
    def seconds(self) -> float | None:
        """How long the next reply may take; None where none is awaited."""
        if not self._awaited:
            return None
        step, limits = self._awaited[0][0], self._timeouts
        if step in (Step.DOT, Step.LONE_DOT):
            return limits.final
        return limits.data if step is Step.DATA else limits.command

    def start(self) -> None:
        """Begin with the next parcel, if there is one and nothing is under way."""
        if self._now is None and not self._awaited and not self.broken:
            self._now = self._next()
            if self._now is not None:
                self._say(self._now)

    def receive(self, data: bytes) -> None:
        """Act on what the relay said. Sets ``broken`` where it makes no sense, or where the relay closes."""
        try:
            replies = self._reader.feed(data)
        except Babble:
            self.broken = True
            return
        for code, lines in replies:
            if not self._awaited:
                self.broken = True  # 421 for idling, or nonsense: nothing of ours is concerned
                return
            step, parcel = self._awaited.popleft()
            self._hear(step, parcel, code, lines[-1] if code < 400 else b" ".join(lines))
            if self.broken:
                return
        if not self._unsaid or self._awaited:
            self.start()
            return
        self._say_one()

    def _hear(self, step: Step, parcel: Parcel, code: int, text: bytes) -> None:
        if code == 421:
            self._hear_closing(step, parcel, text)
        elif step is Step.RSET:
            self.broken = code != 250
        elif step is Step.DOT:
            self._hear_dot(parcel, code, text)
        elif step is Step.DATA:
            self._hear_data(parcel, code, text)
        elif step is Step.LONE_DOT:
            self._dirty = True
            self._finish(parcel)
        elif code not in (250, 251, 252):
            self._fail(parcel, code, text, of_relay=step is Step.MAIL)
            if parcel.verdict is not None and not self._offers.pipelining and not self.broken:
                self._unsaid.clear()
                self._finish(parcel)

    def _hear_data(self, parcel: Parcel, code: int, text: bytes) -> None:
        if code == 354:
            if parcel.taken_back:
                self.broken = True  # nothing but closing keeps the relay from taking an empty message
            elif parcel.verdict is None:
                self._hand_over(parcel)
            else:  # RFC 2920, 3.1: no recipient is left, but the relay wants a text
                self._awaited.appendleft((Step.LONE_DOT, parcel))
                self.outgoing.append(b".\r\n")
            return
        self._fail(parcel, code, text)
        if not self.broken:
            self._finish(parcel)

    def _hand_over(self, parcel: Parcel) -> None:
        self.outgoing.extend(parcel.data)
        self.outgoing.append(b".\r\n")
        self._tail = 0
        self._dirty = False
        self._awaited.append((Step.DOT, parcel))
        if self._offers.pipelining:
            self._behind = self._next()
            if self._behind is not None:
                self._tail = self._say(self._behind)

    def _hear_dot(self, parcel: Parcel, code: int, text: bytes) -> None:
        self.carried += 1
        if 200 <= code < 300:
            self.ended.append((parcel, Verdict(State.ACCEPTED, code, enhanced_of(text))))
        else:
            self._fail(parcel, code, text, after_dot=True)
            if parcel.verdict is None:
                return
            self.ended.append((parcel, parcel.verdict))
            self._dirty = self._behind is None
        self._now, self._behind = self._behind, None

    def _fail(self, parcel: Parcel, code: int, text: bytes, *, after_dot: bool = False, of_relay: bool = False) -> None:
        """Note the first reply that says no; later ones to the same parcel are but its echo.

        ``of_relay``: no recipient has been named yet, so a lack of storage is the relay's own.
        """
        if parcel.verdict is not None:
            return
        reply = read_reply(code, text, *parcel.private())
        failure = reply.failure
        if failure is None:
            self.broken = True
            state = State.UNCERTAIN if after_dot else State.DEFERRED
            parcel.verdict = Verdict(state, text=_UNKNOWN if after_dot else _WRONG)
            return
        ours = reply.about_us or (of_relay and (reply.code == 452 or reply.enhanced == "4.3.1"))
        parcel.verdict = Verdict(failure, reply.code, reply.enhanced, reply.text, about_relay=ours)
        self._dirty = True
        if reply.about_us:
            self.broken = True

    def _hear_closing(self, step: Step, parcel: Parcel, text: bytes) -> None:
        self.broken = self.closing = True
        if step in (Step.RSET, Step.MAIL) and self.carried:
            return  # it had enough of this connection, not of this message
        if parcel.verdict is None and not parcel.taken_back:
            reply = read_reply(421, text, *parcel.private())
            parcel.verdict = Verdict(State.DEFERRED, 421, reply.enhanced, reply.text)

    def _finish(self, parcel: Parcel) -> None:
        """A parcel ended before its text: on to the next."""
        self.carried += 1
        if parcel.verdict is not None and not parcel.taken_back:
            self.ended.append((parcel, parcel.verdict))
        if parcel is self._now:
            self._now, self._behind = self._behind, None

    def _next(self) -> Parcel | None:
        while (parcel := self._source()) is not None:
            refusal = self._refusal(parcel)
            if refusal is None:
                return parcel
            self.ended.append((parcel, refusal))
        return None

    def _refusal(self, parcel: Parcel) -> Verdict | None:
        if parcel.utf8 and not self._offers.utf8:
            return Verdict(State.REFUSED, enhanced="5.6.7", text=_NO_UTF8)
        if self._offers.size is not None and parcel.size > self._offers.size:
            return Verdict(State.REFUSED, enhanced="5.3.4", text=_TOO_LARGE)
        return None

    def _say(self, parcel: Parcel) -> int:
        """Put the parcel's commands into ``outgoing``; how many bytes."""
        parcel.verdict = None  # of an earlier relay, perhaps
        steps = [
            (Step.MAIL, f"MAIL FROM:<{parcel.sender}>{self._options(parcel)}\r\n".encode()),
            (Step.RCPT, f"RCPT TO:<{parcel.recipient}>\r\n".encode()),
            (Step.DATA, b"DATA\r\n"),
        ]
        if self._dirty:
            steps.insert(0, (Step.RSET, b"RSET\r\n"))
            self._dirty = False
        if not self._offers.pipelining:
            self._unsaid.extend((step, parcel, command) for step, command in steps)
            self._say_one()
            return 0
        self._awaited.extend((step, parcel) for step, _command in steps)
        said = b"".join([command for _step, command in steps])
        self.outgoing.append(said)
        return len(said)

    def _say_one(self) -> None:
        step, parcel, command = self._unsaid.popleft()
        self._awaited.append((step, parcel))
        self.outgoing.append(command)

    def _options(self, parcel: Parcel) -> str:
        options = f" SIZE={parcel.size}" if self._offers.sizes else ""
        if parcel.utf8 or (not parcel.ascii and self._offers.eight_bit):
            options += " BODY=8BITMIME"
        return options + (" SMTPUTF8" if parcel.utf8 else "")

    def take_back(self, unsent: int) -> list[Parcel]:
        """Give back the parcels whose final dot has not left, with so many bytes of ``outgoing`` unwritten.

        Where such a one has begun, ``broken`` is set: the session must be closed, so that no dot can follow.
        """
        complete = bool(self._awaited) and self._awaited[0][0] is Step.DOT and unsent <= self._tail
        ours = (self._behind,) if complete else (self._now, self._behind)
        mine = [parcel for parcel in ours if parcel is not None and not parcel.taken_back and parcel.verdict is None]
        for parcel in mine:
            parcel.taken_back = True
        self.broken = self.broken or (bool(mine) and not complete)
        return mine

    def lost(self, unsent: int) -> tuple[list[tuple[Parcel, Verdict]], list[Parcel]]:
        """The connection is gone, with so many bytes of ``outgoing`` unwritten: verdicts, and parcels to do again."""
        verdicts, again = self.ended, []
        self.ended, self.broken = [], True
        for parcel in (self._now, self._behind):
            if parcel is None or parcel.taken_back:
                continue
            if parcel.verdict is not None:
                verdicts.append((parcel, parcel.verdict))
            elif parcel is self._now and not self._closed_before(parcel):
                verdicts.append((parcel, self._loss(parcel, unsent)))
            else:
                again.append(parcel)
        self._now = self._behind = None
        self._awaited.clear()
        return verdicts, again

    def _closed_before(self, parcel: Parcel) -> bool:
        """The relay closed a kept connection before it said anything to this parcel: tried again once."""
        heard = not any(one is parcel and step is Step.MAIL for step, one in self._awaited) and not self.closing
        if heard or not self.carried or parcel.losses:
            return False
        parcel.losses += 1
        return True

    def _loss(self, parcel: Parcel, unsent: int) -> Verdict:
        waits = any(one is parcel and step is Step.DOT for step, one in self._awaited)
        if waits and unsent <= self._tail:
            return Verdict(State.UNCERTAIN, text=_UNKNOWN)
        return Verdict(State.DEFERRED, text=_LOST)
