"""The worker's process: drains the letterbox, counts and sends, until SIGTERM. Keeps no state: start as many as needed.

One thread drains; Procrastinate runs the jobs in others: confirmations, letters and upkeep each have their own lanes,
so that no letter makes a confirmation wait.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time

import procrastinate
import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

from . import queueing, stopping
from .draining import LONGEST_WAIT, SHORTEST_WAIT, STEADY, drain_until
from .tasks import carry_on, sweep_leases

log = logging.getLogger(__name__)

# Jobs at once, by queue: two letters' lanes mean at most 2 x claims.SLICE envelopes in flight.
LANES = {queueing.CONFIRMATIONS: 2, queueing.LETTERS: 2, queueing.UPKEEP: 1}
GRACE_SECONDS = 8.0  # for jobs to end after SIGTERM; they look for it between two messages
AWAY = (ConnectorException, psycopg.Error, DatabaseError, InterfaceError, OSError)


def run() -> None:
    """Work until SIGTERM or SIGINT, then end what is in hand and return."""
    asyncio.run(work())


async def work() -> None:
    """As ``run``, within a loop of its own; signals are handled where that is possible (the main thread)."""
    stop = asyncio.Event()
    _on_signals(stop)
    drain = threading.Thread(target=drain_until, args=(stopping.asked,), name="drain")
    drain.start()
    try:
        await _work_on_jobs(stop)
    finally:
        stopping.asked.set()
        await asyncio.to_thread(drain.join)


def _on_signals(stop: asyncio.Event) -> None:
    def ask() -> None:
        stopping.asked.set()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ask)


async def _work_on_jobs(stop: asyncio.Event) -> None:
    """Run Procrastinate's workers; should the database go away they end, and are started again when it is back."""
    wait = SHORTEST_WAIT
    while not stop.is_set():
        began = time.monotonic()
        try:
            await asyncio.to_thread(_take_over)
            await _run_lanes(stop)
        except AWAY as fault:
            log.warning("The jobs cannot be reached (%s).", type(fault).__name__)
        if not stop.is_set():
            await sync_to_async(close_old_connections)()
            wait = min(wait * 2, LONGEST_WAIT) if time.monotonic() - began < STEADY else SHORTEST_WAIT
            await _pause(stop, wait)


def _take_over() -> None:
    """At the start: what a dead worker left in flight is uncertain, and what it left waiting goes on."""
    close_old_connections()
    try:
        sweep_leases()
        carry_on()
    finally:
        close_old_connections()


async def _run_lanes(stop: asyncio.Event) -> None:
    # With a connector of its own for fetching jobs: those that the tasks queue stay in their Django transactions.
    working = app.with_connector(PsycopgConnector(kwargs=connector_params("default")))
    async with working.open_async():
        lanes = [asyncio.create_task(_lane(working, queue, jobs)) for queue, jobs in LANES.items()]
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait([*lanes, asked], return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        for lane in lanes:
            lane.cancel()
        for ended in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended


async def _lane(working: procrastinate.App, queue: str, jobs: int) -> None:
    """One queue's worker; cancelling it lets its jobs end within GRACE_SECONDS."""
    await working.run_worker_async(
        queues=[queue],
        name=f"tocsin-{queue}",
        concurrency=jobs,
        fetch_job_polling_interval=2.0,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        install_signal_handlers=False,
    )


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
