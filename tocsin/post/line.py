"""One connection that is in a dialogue: its socket, what is unwritten, and until when an answer must come."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Callable

from .dialogue import Dialogue, Parcel
from .messages import Verdict
from .opening import Offers
from .relay import Relay

_PIECE = 65_536
_PARTS = 64  # buffers in one writing, well below IOV_MAX
_QUIT_SECONDS = 2.0
_AGAIN = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Line:
    """A connection to a relay, in a dialogue; never blocks. Closed by ``end`` or ``abort``."""

    __slots__ = ("_encrypted", "_sock", "deadline", "dialogue", "relay")

    def __init__(self, relay: Relay, sock: socket.socket, offers: Offers, source: Callable[[], Parcel | None]) -> None:
        self.relay = relay
        self._sock = sock
        self._encrypted = isinstance(sock, ssl.SSLSocket)
        self.dialogue = Dialogue(offers, relay.timeouts, source)
        self.deadline: float | None = None
        sock.setblocking(False)

    def fileno(self) -> int:
        return self._sock.fileno()

    @property
    def unsent(self) -> int:
        """Bytes that wait to be written."""
        return sum(map(len, self.dialogue.outgoing))

    def start(self) -> None:
        """Begin with the next message, if there is one and nothing is under way."""
        self.dialogue.start()
        self._write()
        self._await()

    def work(self) -> None:
        """Read what has come, act on it, and write what can be written. A loss shows in ``dialogue.broken``."""
        if self.dialogue.outgoing:
            self._write()
        while not self.dialogue.broken:
            try:
                data = self._sock.recv(_PIECE)
            except _AGAIN:
                break
            except OSError:
                data = b""
            if not data:
                self.dialogue.broken = True
                return
            self.dialogue.receive(data)
            if self.dialogue.outgoing and not self.dialogue.broken:
                self._write()
            if not self._encrypted:
                break  # the selector tells of what is left; TLS may hold more than it sees
        self._await()

    def _write(self) -> None:
        """Write as much as the connection takes."""
        out = self.dialogue.outgoing
        while out and not self.dialogue.broken:
            try:
                sent = self._sock.send(b"".join(out)) if self._encrypted else self._sock.sendmsg(out[:_PARTS])
            except _AGAIN:
                return
            except OSError:
                self.dialogue.broken = True
                return
            _drop(out, sent)

    def _await(self) -> None:
        """Each sign of life moves the deadline; while a text is being written, that of its blocks counts."""
        seconds = self.dialogue.seconds
        if self.dialogue.outgoing:
            seconds = self.relay.timeouts.block
        self.deadline = None if seconds is None else time.monotonic() + seconds

    def end(self) -> None:
        """Say QUIT where nothing is under way, and close."""
        if self.dialogue.idle and not self.dialogue.broken:
            with contextlib.suppress(OSError):
                self._sock.settimeout(_QUIT_SECONDS)
                self._sock.sendall(b"QUIT\r\n")
                self._sock.recv(_PIECE)
        self.abort()

    def abort(self) -> tuple[list[tuple[Parcel, Verdict]], list[Parcel]]:
        """Close at once: what became of the messages under way, and those to be done again."""
        unsent = self.unsent
        with contextlib.suppress(OSError):
            self._sock.close()
        return self.dialogue.lost(unsent)


def _drop(out: list[bytes], sent: int) -> None:
    """Take so many bytes from the front of a list of buffers: usually all."""
    if sent == sum(map(len, out)):
        out.clear()
        return
    whole = 0
    for part in out:
        if sent < len(part):
            break
        sent -= len(part)
        whole += 1
    del out[:whole]
    if sent:
        out[0] = out[0][sent:]
