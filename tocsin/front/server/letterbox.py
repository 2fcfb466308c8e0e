"""The letterbox: one sealed row in, committed before anything is acknowledged."""

from __future__ import annotations

import asyncio
import logging
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

import asyncpg

from .refresh import TROUBLE

CONNECTIONS = 4
IN_FLIGHT = 256
SECONDS = 5.0
DRAIN_SECONDS = 10.0
INSERT = "INSERT INTO front_letterbox (id, kind, hour, payload) VALUES ($1, $2, $3, $4)"

log = logging.getLogger("tocsin.front")


class Busy(Exception):
    """The row was not acknowledged: too many are in flight, or the database is away."""


@dataclass(frozen=True, slots=True)
class LetterboxRow:
    """A row to be kept; ``at`` is in Unix seconds, of which only the hour is stored."""

    kind: str
    at: int
    payload: bytes = field(repr=False)
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def hour(self) -> datetime:
        return datetime.fromtimestamp(self.at - self.at % 3600, UTC)


class Letterbox:
    """INSERT-only access, through a few connections of the front's role."""

    def __init__(self, dsn: str, *, in_flight: int = IN_FLIGHT) -> None:
        self._dsn = dsn
        self._most = in_flight
        self._in_flight = 0
        self._empty = asyncio.Event()
        self._empty.set()
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def open(self) -> None:
        """Make the pool. Connects to nothing yet: the front starts without a database too."""
        self._pool = await asyncpg.create_pool(
            self._dsn, min_size=0, max_size=CONNECTIONS, timeout=SECONDS, command_timeout=SECONDS, reset=_keep
        )

    async def close(self) -> None:
        """Wait for the rows in flight, then close."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._empty.wait()
        except TimeoutError:
            log.warning("The letterbox closes with %d rows in flight.", self._in_flight)
        if self._pool is not None:
            self._pool.terminate()

    async def put(self, row: LetterboxRow) -> None:
        """Return once the row is committed. Raises Busy, in which case it is unknown whether it was."""
        if self._in_flight >= self._most:
            raise Busy("full")
        self._in_flight += 1
        self._empty.clear()
        try:
            async with asyncio.timeout(SECONDS):
                await self._insert(row)
        except TROUBLE as trouble:
            log.warning("The letterbox is closed: the database is away (%s).", type(trouble).__name__)
            raise Busy("the database is away") from None
        finally:
            self._in_flight -= 1
            if self._in_flight == 0:
                self._empty.set()

    async def answers(self) -> bool:
        """Whether the database answers within a second."""
        try:
            async with asyncio.timeout(1.0):
                return bool(await self._live_pool().fetchval("SELECT 1") == 1)
        except TROUBLE:
            return False

    async def _insert(self, row: LetterboxRow) -> None:
        """Insert, once more where the connection was lost meanwhile: the row's id keeps it from being there twice."""
        values = (row.id, row.kind, row.hour, row.payload)
        try:
            await self._live_pool().execute(INSERT, *values)
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.AdminShutdownError):
            try:
                await self._live_pool().execute(INSERT, *values)
            except asyncpg.UniqueViolationError:
                return  # the first try was committed, and only its answer was lost

    def _live_pool(self) -> asyncpg.Pool[asyncpg.Record]:
        if self._pool is None:
            raise asyncpg.InterfaceError("the letterbox is not open")
        return self._pool


async def _keep(_connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Nothing to reset: these connections do nothing but insert. It would cost a journey to the server each time."""
