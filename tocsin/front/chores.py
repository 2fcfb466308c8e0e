"""What the desk's tender does again and again: rooms register their chores, and stand apart from each other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, InterfaceError

log = logging.getLogger("tocsin.front")

Chore = Callable[[], None]
C = TypeVar("C", bound=Chore)

_chores: dict[str, Chore] = {}


def every_round(name: str) -> Callable[[C], C]:
    """Register a function without arguments that the tender calls every few seconds; a name has one."""

    def register(chore: C) -> C:
        if _chores.setdefault(name, chore) is not chore:
            raise ValueError(f"'{name}' is a chore already")
        return chore

    return register


def do_all() -> None:
    """Every chore once. A fault in one keeps no other from being done; a database that is away ends the round."""
    for name, chore in _chores.items():
        try:
            chore()
        except (DatabaseError, InterfaceError):
            raise
        except Exception as fault:  # an exception's words could repeat somebody's: only its kind is told
            log.error("The chore '%s' failed: %s.", name, type(fault).__name__)
