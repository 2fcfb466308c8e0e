"""Keeping the window as the database has it: all at first, then by NOTIFY, and by looking every two seconds.

What has changed is found by comparing row versions, never by what a notification says: so a lost one, rows that
commit out of their numbers' order, and a database restored from a backup all come right.
"""

from __future__ import annotations

import asyncio
import logging

import asyncpg
import msgspec

from .rows import COLUMNS, Row
from .window import Window

CHANNELS = ("front_published", "front_state")
LOOK_SECONDS = 2.0
AGAIN_SECONDS = 0.5
SECONDS = 10.0
SLICE = 100
TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = logging.getLogger("tocsin.front")

Mark = tuple[object, ...]


class Refresher:
    """Follows the tables for one window. ``dsn`` logs in as the front's role."""

    def __init__(self, dsn: str, window: Window) -> None:
        self._dsn = dsn
        self._window = window
        self._changed = asyncio.Event()
        self._mark: Mark | None = None
        self._task: asyncio.Task[None] | None = None
        self.first_load = asyncio.Event()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._follow()
            except TROUBLE as trouble:
                log.warning("The window is not refreshed: the database is away (%s).", type(trouble).__name__)
            except Exception as fault:  # whatever it is, a window that stopped looking would show what must be dark
                log.error("The window is not refreshed: a fault of ours (%s).", type(fault).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=SECONDS, command_timeout=SECONDS)
        try:
            for channel in CHANNELS:
                await connection.add_listener(channel, self._told)
            await self._refresh(connection, known={})
            log.info("The window holds %d addresses.", len(self._window.versions()))
            while True:
                await self._wait()
                if await self._look(connection) != self._mark:
                    await self._refresh(connection, known=self._window.versions())
        finally:
            connection.terminate()

    def _told(self, *_: object) -> None:
        self._changed.set()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()

    async def _look(self, connection: asyncpg.Connection[asyncpg.Record]) -> Mark:
        """A value that differs whenever any row does: the sum catches numbers that were committed late."""
        row = await connection.fetchrow(
            "SELECT count(*), max(live_version), sum(live_version)::text,"
            " (SELECT jsonb_object_agg(key, value)::text FROM front_state) FROM front_published"
        )
        return tuple(row.values()) if row is not None else ()

    async def _refresh(self, connection: asyncpg.Connection[asyncpg.Record], *, known: dict[str, int]) -> None:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            mark = await self._look(connection)
            listed = await connection.fetch("SELECT path, live_version FROM front_published")
            there: dict[str, int] = {row["path"]: row["live_version"] for row in listed}
            changed = [path for path, version in there.items() if known.get(path) != version]
            guard_version = await self._guard_version(connection)
            rows: list[Row] = []
            for start in range(0, len(changed), SLICE):
                rows += await self._fetch(connection, changed[start : start + SLICE])
        self._window.update(rows, set(self._window.versions()) - set(there), guard_version)
        self._window.loaded = True
        self._mark = mark
        self.first_load.set()

    async def _guard_version(self, connection: asyncpg.Connection[asyncpg.Record]) -> int:
        value = await connection.fetchval("SELECT value::text FROM front_state WHERE key = 'guard_version'")
        try:
            return msgspec.json.decode(value or "0", type=int)
        except msgspec.DecodeError:
            return 0  # no verdict has this version: nothing is served

    async def _fetch(self, connection: asyncpg.Connection[asyncpg.Record], paths: list[str]) -> list[Row]:
        query = f"SELECT {COLUMNS} FROM front_published WHERE path = ANY($1::text[])"  # noqa: S608 (our own columns)
        return [Row.read(dict(record)) for record in await connection.fetch(query, paths)]
