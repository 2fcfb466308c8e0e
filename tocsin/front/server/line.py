"""One connection of the letterbox to the database: commits a batch in one statement, exactly once."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

import asyncpg

from .batches import Batch
from .refresh import TROUBLE

SECONDS = 5.0
# The batch's own row makes a second try fail as a whole, even when the worker has taken the first one's rows out.
INSERT = """
WITH marked AS (INSERT INTO front_letterbox_batch (id, hour) VALUES ($1, $2))
INSERT INTO front_letterbox (id, kind, hour, payload)
SELECT * FROM unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::bytea[])
"""
LOST = (ConnectionError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.AdminShutdownError)
NOT_ACCEPTABLE = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError)
"""What the database says of the rows themselves: no later try would end otherwise."""

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Line:
    """Connects when it is needed. For one task at a time."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: Connection | None = None

    async def commit(self, batch: Batch) -> None:
        """Return once the batch is committed, now or by an earlier try with the same batch.

        Raises one of NOT_ACCEPTABLE where nothing of it can be, and one of TROUBLE where it is unknown whether it was.
        """
        try:
            await self._once(batch)
        except LOST:
            await self._once(batch)

    async def answers(self) -> bool:
        """Whether the database answers within a second."""
        try:
            async with asyncio.timeout(1.0):
                return bool(await (await self._live()).fetchval("SELECT 1") == 1)
        except TROUBLE:
            self.drop()
            return False

    def drop(self) -> None:
        """End the connection at once, whatever it is doing."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _once(self, batch: Batch) -> None:
        rows = batch.rows
        columns = ([row.id for row in rows], [row.kind for row in rows], [row.hour for row in rows])
        try:
            async with asyncio.timeout(SECONDS):
                live = await self._live()
                await live.execute(INSERT, batch.id, batch.hour, *columns, [row.payload for row in rows])
        except asyncpg.UniqueViolationError:
            return  # an earlier try was committed, and only its answer was lost
        except NOT_ACCEPTABLE:
            raise
        except TROUBLE:
            self.drop()
            raise

    async def _live(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._dsn, timeout=SECONDS, command_timeout=SECONDS)
        return self._connection
