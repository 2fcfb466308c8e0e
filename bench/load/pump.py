"""HTTP/1.1 over kept connections, driven by epoll from one process: little of the cores that are measured goes into it.

Every answer is read whole and its status counted; a connection that the server ends counts as status 0 for the request
that was under way, and is opened anew.
"""

from __future__ import annotations

import re
import select
import socket
import time
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PIECE = 256 * 1024
STALLED_SECONDS = 60.0


@dataclass
class Taken:
    """What became of the requests: ``latencies`` in seconds, in the order of the answers; ``seconds`` in all."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: array[float] = field(default_factory=lambda: array("d"))
    seconds: float = 0.0
    bytes_read: int = 0

    @property
    def per_second(self) -> float:
        return sum(self.statuses.values()) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """The latency in seconds below which this share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class _Line:
    """One connection: what was sent when, and what of the answer is there."""

    __slots__ = ("began", "came", "need", "sock", "status")

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=STALLED_SECONDS)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self.came = b""
        self.need = self.status = 0

    def send(self, request: bytes, began: float) -> None:
        self.began, self.came, self.need = began, b"", 0
        self.sock.sendall(request)

    def receive(self) -> bool | None:
        """Whether the answer is whole; None when the server has ended the connection. ``status`` is then set."""
        piece = self.sock.recv(_PIECE)
        if not piece:
            self.status = 0
            return None
        self.came = self.came + piece if self.came else piece
        if not self.need:
            head = self.came.find(b"\r\n\r\n")
            if head < 0:
                return False
            self.status = int(self.came[9:12])
            length = _LENGTH.search(self.came, 0, head + 2)
            self.need = head + 4 + (int(length[1]) if length and self.status != 304 else 0)
        return len(self.came) >= self.need


def drive(port: int, requests: Sequence[bytes], *, connections: int, per_second: float | None = None) -> Taken:
    """Send all requests; ``per_second`` None: each connection sends its next as soon as it has its answer.

    With a pace, latency counts from when a request was due, so a server that stalls is not let off.
    """
    pump = _Pump(port, requests, connections, per_second)
    return pump.run()


class _Pump:
    def __init__(self, port: int, requests: Sequence[bytes], connections: int, per_second: float | None) -> None:
        self._port, self._requests, self._rate = port, requests, per_second
        self._poll = select.epoll()
        self._lines: dict[int, _Line] = {}
        self._idle = [self._open() for _ in range(min(connections, len(requests)))]
        self._sent = 0
        self._taken = Taken()

    def run(self) -> Taken:
        self._start = began = time.perf_counter()
        answered, total = 0, len(self._requests)
        while answered < total:
            wait = self._feed()
            events = self._poll.poll(wait)
            for fd, _ in events:
                answered += self._take(fd)
            if not events and wait >= STALLED_SECONDS:
                raise TimeoutError(f"{total - answered} requests got no answer")
        self._taken.seconds = time.perf_counter() - began
        for line in self._lines.values():
            line.sock.close()
        self._poll.close()
        return self._taken

    def _feed(self) -> float:
        """Send what is due on idle connections; how many seconds to wait at most."""
        while self._idle and self._sent < len(self._requests):
            due = self._start + self._sent / self._rate if self._rate else time.perf_counter()
            ahead = due - time.perf_counter()
            if ahead > 0:
                return ahead
            self._idle.pop().send(self._requests[self._sent], due)
            self._sent += 1
        return STALLED_SECONDS

    def _take(self, fd: int) -> int:
        line = self._lines[fd]
        whole = line.receive()
        if whole is False:
            return 0
        now = time.perf_counter()
        self._taken.statuses[line.status] += 1
        self._taken.latencies.append(now - line.began)
        self._taken.bytes_read += len(line.came)
        if whole is None:
            self._close(fd)
            line = self._open()
        if self._rate is None and self._sent < len(self._requests):
            line.send(self._requests[self._sent], now)
            self._sent += 1
        else:
            self._idle.append(line)
        return 1

    def _open(self) -> _Line:
        line = _Line(self._port)
        self._lines[line.sock.fileno()] = line
        self._poll.register(line.sock.fileno(), select.EPOLLIN)
        return line

    def _close(self, fd: int) -> None:
        self._poll.unregister(fd)
        self._lines.pop(fd).sock.close()
