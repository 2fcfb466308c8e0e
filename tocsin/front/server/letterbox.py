"""The letterbox: sealed rows in, kept for good before anything is acknowledged.

Rows that come while a batch is being committed make the next one, so that a crowd shares the disk's and the server's
time. While the database is away, batches go into a spool on disk (``spool``) and from there into the database when it
is back. A batch keeps its id on every way, which is what makes each row be there exactly once.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from .batches import Batch, LetterboxRow
from .line import NOT_ACCEPTABLE, Line
from .refresh import TROUBLE
from .spool import Spool

__all__ = ["Busy", "Letterbox", "LetterboxRow"]

CONNECTIONS = 2
MOST_WAITING = 2_000
MOST_ROWS, MOST_BYTES = 500, 4 * 1024 * 1024
"""Of one batch."""
DRAIN_SECONDS = 12.0
LOOK_SECONDS = 0.5

log = logging.getLogger("tocsin.front")

Waiting = tuple[LetterboxRow, asyncio.Future[None]]


class Busy(Exception):
    """The row was not acknowledged: too many wait, or there is neither database nor disk to keep it."""


class Letterbox:
    """INSERT-only access, through a few connections of the front's role; ``spool`` None: without one."""

    def __init__(self, dsn: str, spool: Spool | None = None, *, most: int = MOST_WAITING) -> None:
        self._dsn = dsn
        self._spool = spool
        self._most = most
        self._queue: deque[Waiting] = deque()
        self._arrived = asyncio.Event()
        self._in_flight = 0
        self._empty = asyncio.Event()
        self._empty.set()
        self._away = False
        self._asking = Line(dsn)
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Start. Connects to nothing yet: the front starts without a database too."""
        if self._spool is not None:
            await self._open_spool(self._spool)
        if self._spool is not None:
            self._tasks.append(asyncio.create_task(self._replay(self._spool)))
        self._tasks += [asyncio.create_task(self._carry(Line(self._dsn))) for _ in range(CONNECTIONS)]

    async def _open_spool(self, spool: Spool) -> None:
        try:
            await asyncio.to_thread(spool.open)
        except OSError as fault:
            log.error("Without the database nothing can be kept: the spool is closed (%s).", type(fault).__name__)
            self._spool = None

    async def close(self) -> None:
        """Wait for the rows in flight, then end. What lies in the spool waits there for the next start."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._empty.wait()
        except TimeoutError:
            log.warning("The letterbox closes with %d rows in flight.", self._in_flight)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._asking.drop()

    async def put(self, row: LetterboxRow) -> None:
        """Return once the row is kept. Raises Busy, in which case it is unknown whether it was."""
        if self._in_flight >= self._most:
            raise Busy("full")
        kept = asyncio.get_running_loop().create_future()
        self._in_flight += 1
        self._empty.clear()
        self._queue.append((row, kept))
        self._arrived.set()
        try:  # a batch always ends: after two tries of ``line.SECONDS`` at most, and the disk
            await kept
        finally:
            self._in_flight -= 1
            if self._in_flight == 0:
                self._empty.set()

    async def answers(self) -> bool:
        """Whether the database answers within a second."""
        return await self._asking.answers()

    def _take(self) -> list[Waiting]:
        """The next batch: who is gone meanwhile is left out."""
        taken: list[Waiting] = []
        size = 0
        while self._queue and len(taken) < MOST_ROWS and size < MOST_BYTES:
            row, kept = self._queue.popleft()
            if not kept.done():
                taken.append((row, kept))
                size += len(row.payload)
        if not self._queue:
            self._arrived.clear()
        return taken

    async def _carry(self, line: Line) -> None:
        try:
            while True:
                await self._arrived.wait()
                taken = self._take()
                if taken:
                    await self._answer(taken, line)
        finally:
            line.drop()

    async def _answer(self, taken: list[Waiting], line: Line) -> None:
        """Keep a batch and tell each of its rows; a row that the database will not have falls alone."""
        try:
            await self._keep(Batch.of([row for row, _ in taken]), line)
        except NOT_ACCEPTABLE as refusal:
            if len(taken) > 1:
                for each in taken:
                    await self._answer([each], line)
                return
            log.error("The database refuses a row of kind %s (%s).", taken[0][0].kind, type(refusal).__name__)
            _tell(taken, Busy("refused"))
        except Busy as busy:
            _tell(taken, busy)
        except Exception as fault:  # whatever it is, the next batch must be carried
            log.error("A batch was not kept: %s.", type(fault).__name__)
            _tell(taken, Busy("a fault of ours"))
        else:
            _tell(taken, None)

    async def _keep(self, batch: Batch, line: Line) -> None:
        """Into the database or else on disk. Raises Busy, and NOT_ACCEPTABLE's."""
        if not self._away or self._spool is None:
            try:
                await line.commit(batch)
                return
            except NOT_ACCEPTABLE:
                raise
            except TROUBLE as trouble:
                self._lose(type(trouble).__name__)
        if self._spool is None:
            raise Busy("the database is away")
        try:
            await asyncio.to_thread(self._spool.keep, batch)
        except OSError as fault:
            log.error("The letterbox is closed: no room on disk (%s).", type(fault).__name__)
            raise Busy("there is no room") from None

    def _lose(self, why: str) -> None:
        if not self._away:
            closed = "rows wait on disk" if self._spool is not None else "the letterbox is closed"
            log.warning("The database is away (%s): %s.", why, closed)
        self._away = self._spool is not None

    async def _replay(self, spool: Spool) -> None:
        """Bring what waits on disk into the database, and notice when that is back."""
        line = Line(self._dsn)
        try:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                try:
                    await self._replay_all(spool, line)
                except TROUBLE:
                    continue
                except Exception as fault:
                    log.error("What waits on disk is not brought in: %s.", type(fault).__name__)
        finally:
            line.drop()

    async def _replay_all(self, spool: Spool, line: Line) -> None:
        for path in await asyncio.to_thread(spool.waiting):
            batch = await asyncio.to_thread(spool.read, path)
            if batch is None:
                continue
            try:
                await line.commit(batch)
            except NOT_ACCEPTABLE:
                spool.set_aside(path)
                continue
            await asyncio.to_thread(spool.remove, path)
            self._away = False
        if self._away and await line.answers():
            self._away = False


def _tell(taken: list[Waiting], busy: Busy | None) -> None:
    for _, kept in taken:
        if kept.done():
            continue
        if busy is None:
            kept.set_result(None)
        else:
            kept.set_exception(Busy(*busy.args))
