"""The desk's standing chores: what is due is published, comments are collected, and other rooms' chores done."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections

from tocsin.accounts.actors import system
from tocsin.disclosure.sweep import settle
from tocsin.front import chores
from tocsin.pages.actions import collect_comments, publish_scheduled

log = logging.getLogger("tocsin.pages")


class Command(BaseCommand):
    help = (
        "Publish what is due, collect comments, do the other rooms' chores, again and again, until SIGTERM or SIGINT."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="seconds from one round to the next")

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        while not stop.is_set():
            tend()
            stop.wait(every)


def tend() -> None:
    """One round; first, whatever a sweep after a new name has left unread. A database that is away is waited for."""
    close_old_connections()
    actor = system("publishing")
    try:
        settle()
        chores.do_all()
        publish_scheduled(actor=actor)
        collect_comments(actor=actor)
    except (DatabaseError, InterfaceError) as trouble:
        log.warning("Pages were not tended: the database is away (%s).", type(trouble).__name__)
