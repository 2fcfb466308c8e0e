"""The loop that empties the letterbox: woken by NOTIFY, and looking every two seconds in any case."""

from __future__ import annotations

import contextlib
import logging
import time
import traceback
from collections.abc import Iterator
from threading import Event

import psycopg
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from procrastinate.contrib.django.utils import connector_params

from tocsin.accounts.actors import system
from tocsin.campaigns import counting
from tocsin.campaigns.tree import growing, window
from tocsin.front.drain import drain_batch

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
COUNT_SECONDS = 2.0
GROW_SECONDS = 5.0
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 15.0  # seconds between tries while the database is away
STEADY = 60.0  # seconds of work after which a fault is a new one


def drain_until(stop: Event) -> None:
    """Drain until asked to stop, finishing the batch in hand.

    Waits for a database that is away; whatever else goes wrong is told (where, without values) and tried again.
    """
    wait = SHORTEST_WAIT
    while not stop.is_set():
        began = time.monotonic()
        try:
            with _listening() as line:
                _drain(line, stop)
        except (psycopg.Error, DatabaseError, InterfaceError) as fault:
            log.warning("The letterbox cannot be reached (%s).", type(fault).__name__)
        except Exception as fault:
            where = "".join(traceback.format_tb(fault.__traceback__))
            log.error("The letterbox cannot be drained: %s\n%s", type(fault).__name__, where)
        connection.close()
        wait = min(wait * 2, LONGEST_WAIT) if time.monotonic() - began < STEADY else SHORTEST_WAIT
        stop.wait(wait)


def _drain(line: psycopg.Connection, stop: Event) -> None:
    counted = grown = 0.0
    changed = True
    while not stop.is_set():
        close_old_connections()
        if drain_batch(actor=system("letterbox")).rows:
            changed = True
        else:
            _wait_for_news(line)
        if changed and time.monotonic() - counted > COUNT_SECONDS:
            changed = not _count()
            counted = time.monotonic()
        if time.monotonic() - grown > GROW_SECONDS:
            _grow()
            grown = time.monotonic()


def _count() -> bool:
    """Count; a fault there is logged, and must not keep the letterbox from being drained. Returns whether it went."""
    try:
        counting.count(actor=system("counting"))
    except Exception as fault:
        log.error("The signatures could not be counted: %s.", type(fault).__name__)
        return False
    return True


def _grow() -> None:
    """Grow the trees that are due; a fault there is logged, and must keep nothing else from going on."""
    try:
        growing.grow(actor=system("counting"))
        window.publish_missing()
    except Exception as fault:
        log.error("The tree of signatures could not grow: %s.", type(fault).__name__)


def _wait_for_news(line: psycopg.Connection) -> None:
    """Return at the first notification, or when it is time to look anyway."""
    for _notice in line.notifies(timeout=POLL_SECONDS, stop_after=1):
        pass


@contextlib.contextmanager
def _listening() -> Iterator[psycopg.Connection]:
    """A connection of its own for LISTEN; Django's is in use for the work."""
    with psycopg.connect(**connector_params("default"), autocommit=True) as line:
        line.execute("LISTEN front_letterbox")
        yield line
