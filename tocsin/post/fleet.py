"""Several connections at once, over one or more relays, driven from one thread."""

from __future__ import annotations

import contextlib
import functools
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType

from .addresses import BadAddress
from .berths import Berth, choose
from .dialogue import Parcel
from .line import Line
from .messages import Message, Outcome, State, Verdict
from .opening import Offers, open_session
from .parcels import BadData, parcel_of
from .relay import Relay, RelayAway

WINDOW = 64  # messages a connection that may have been given and not come back
_LOOK_SECONDS = 0.2  # between two looks at the deadlines
_PER_OPENING = 8  # messages that wait, for each connection that is opened
_TAKEN_BACK = Verdict(State.UNTOUCHED, text="Taken back before it left.")

Opened = tuple[Berth, socket.socket, Offers] | tuple[Berth, RelayAway]


class Fleet:
    """Takes messages by ``put`` and gives their outcomes by ``turn``, in the order in which they come about.

    At most ``WINDOW`` messages for each of ``connections`` may be given at a time (``room``). Not for two threads.
    """

    def __init__(self, relays: Sequence[Relay], *, connections: int = 8) -> None:
        if not relays:
            raise ValueError("There is no relay.")
        self.connections = connections
        self._berths = [Berth(relay) for relay in relays]
        self._waiting: deque[Parcel] = deque()
        self._lines: dict[Line, Berth] = {}
        self._outcomes: list[Outcome] = []
        self._given = 0
        self._selector = selectors.DefaultSelector()
        self._opened: deque[Opened] = deque()
        self._opening = 0
        self._bell, self._ear = socket.socketpair()
        self._ear.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ, None)
        self._looked = 0.0
        self._closed = threading.Event()

    def __enter__(self) -> Fleet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def outstanding(self) -> int:
        """Messages whose outcome ``turn`` has not given yet."""
        return self._given

    @property
    def room(self) -> int:
        """How many messages may be put now."""
        return self.connections * WINDOW - self._given

    def put(self, message: Message) -> None:
        """Give a message to the next connection that is free. What cannot be sent at all is refused."""
        self._given += 1
        try:
            self._waiting.append(parcel_of(message))
        except BadAddress as fault:
            self._end(message, Verdict(State.REFUSED, enhanced="5.1.3", text=str(fault)))
        except BadData as fault:
            self._end(message, Verdict(State.REFUSED, enhanced="5.6.0", text=str(fault)))

    def turn(self, seconds: float) -> list[Outcome]:
        """Go on with what can be gone on with; return as soon as an outcome is known, or after so many seconds.

        With every relay away, what has not begun comes back untouched.
        """
        until = time.monotonic() + seconds
        while True:
            self._set_going()
            if self._outcomes or not self._given:
                break
            left = until - time.monotonic()
            self._work(max(0.0, min(left, _LOOK_SECONDS)))
            if self._outcomes or left <= 0:
                break
        outcomes, self._outcomes = self._outcomes, []
        self._given -= len(outcomes)
        return outcomes

    def recall(self) -> None:
        """Take back what has not left: the next turns give it as untouched. A text that has begun is cut off."""
        taken = list(self._waiting)
        self._waiting.clear()
        for line in list(self._lines):
            taken += line.dialogue.take_back(line.unsent)
            if line.dialogue.broken:
                self._lose(line, blame=False)
        for parcel in taken:
            self._end(parcel.message, _TAKEN_BACK)

    def close(self) -> None:
        """End every connection: by QUIT where nothing is under way."""
        self._closed.set()
        for line in list(self._lines):
            self._selector.unregister(line)
            line.end()
        self._lines.clear()
        self._selector.close()
        self._bell.close()
        self._ear.close()
        self._close_late()

    def _set_going(self) -> None:
        """Give idle connections their next message, and open further ones where more wait."""
        if self._opened:
            self._take_opened()
        if not self._waiting:
            return
        for line in self._lines:
            if not self._waiting:
                return
            if line.dialogue.idle and not line.dialogue.broken:
                line.start()
        self._gather()
        wanted = -(-len(self._waiting) // _PER_OPENING) - self._opening
        for _one in range(min(wanted, self.connections - len(self._lines) - self._opening)):
            berth = choose(self._berths, time.monotonic())
            if berth is None:
                break
            self._open(berth)
        now = time.monotonic()
        if not self._opening and all(berth.away(now) for berth in self._lines.values()):
            self._give_up()

    def _give_up(self) -> None:
        """Every relay is away."""
        fault = next((berth.fault for berth in self._berths if berth.fault is not None), None)
        fault = fault or RelayAway("No relay can be reached.")
        verdict = Verdict(State.UNTOUCHED, fault.code, fault.enhanced, fault.text, about_relay=True)
        while self._waiting:
            self._end(self._waiting.popleft().message, verdict)

    def _work(self, seconds: float) -> None:
        for key, _events in self._selector.select(seconds):
            line = key.data
            if line is None:
                with contextlib.suppress(BlockingIOError):
                    self._ear.recv(4096)
                continue
            line.work()
            self._watch(line)
        self._gather()
        now = time.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self._look_at_deadlines(now)

    def _watch(self, line: Line) -> None:
        """Ask to be told when more can be written, only while something is unwritten."""
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.dialogue.outgoing else 0)
        if self._selector.get_key(line).events != wanted:
            self._selector.modify(line, wanted, line)

    def _gather(self) -> None:
        """Collect verdicts, and bury connections that are lost."""
        for line in list(self._lines):
            dialogue = line.dialogue
            if dialogue.ended:
                ended, dialogue.ended = dialogue.ended, []
                for parcel, verdict in ended:
                    self._settle(self._lines[line], parcel, verdict)
            if dialogue.broken:
                self._lose(line, blame=True)
            elif dialogue.outgoing:
                self._watch(line)

    def _look_at_deadlines(self, now: float) -> None:
        for line in list(self._lines):
            if line.deadline is not None and line.deadline < now:
                self._lose(line, blame=True)

    def _lose(self, line: Line, *, blame: bool) -> None:
        berth = self._lines.pop(line)
        berth.lines -= 1
        self._selector.unregister(line)
        under_way = not line.dialogue.idle
        verdicts, again = line.abort()
        self._waiting.extendleft(reversed(again))
        for parcel, verdict in verdicts:
            self._settle(berth, parcel, verdict, well=False)
        if blame and under_way and not line.dialogue.closing and berth.fault is None:
            berth.lost_one(time.monotonic())

    def _settle(self, berth: Berth, parcel: Parcel, verdict: Verdict, *, well: bool = True) -> None:
        """Where the relay's own fault is meant, it rests, and the message goes to another, or comes back untouched."""
        if verdict.about_relay:
            berth.lost_one(time.monotonic(), RelayAway(verdict.text, verdict.code, verdict.enhanced))
            self._waiting.appendleft(parcel)
            return
        if well:
            berth.well()
        self._end(parcel.message, verdict)

    def _end(self, message: Message, verdict: Verdict) -> None:
        self._outcomes.append(Outcome.of(message.envelope_id, verdict))

    def _next(self, berth: Berth) -> Parcel | None:
        if not self._waiting or berth.away(time.monotonic()):
            return None
        return self._waiting.popleft()

    # Opening goes on in threads, since it asks the DNS and shakes hands step by step.

    def _open(self, berth: Berth) -> None:
        self._opening += 1
        berth.lines += 1
        threading.Thread(target=self._open_in_thread, args=(berth,), name="post-open", daemon=True).start()

    def _open_in_thread(self, berth: Berth) -> None:
        try:
            sock, offers = open_session(berth.relay)
            self._opened.append((berth, sock, offers))
        except RelayAway as fault:
            self._opened.append((berth, fault))
        if self._closed.is_set():
            self._close_late()
            return
        with contextlib.suppress(OSError):
            self._bell.send(b"!")

    def _close_late(self) -> None:
        """Connections that came about when nobody wanted them any more."""
        while self._opened:
            with contextlib.suppress(IndexError):
                opened = self._opened.popleft()
                if len(opened) == 3:
                    opened[1].close()

    def _take_opened(self) -> None:
        while self._opened:
            opened = self._opened.popleft()
            self._opening -= 1
            berth = opened[0]
            if len(opened) == 2:
                berth.lines -= 1
                berth.refused_us(opened[1], time.monotonic())
                continue
            line = Line(berth.relay, opened[1], opened[2], functools.partial(self._next, berth))
            self._lines[line] = berth
            self._selector.register(line, selectors.EVENT_READ, line)
