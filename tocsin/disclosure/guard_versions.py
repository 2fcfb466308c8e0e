"""The version of the guard's index: kept in ``front_state``, given out by a sequence, never the same one twice."""

from __future__ import annotations

from django.db import connection

from tocsin.core.keyring import KeyExposed, KeyMissing
from tocsin.core.sealing import SealingError
from tocsin.front import publishing
from tocsin.front.models import State

from . import guard_index
from .guard_known import all_sealed
from .guard_words import guard_unavailable

KEY = "guard_version"
FIRST = 1


def current_version() -> int:
    """The version that a verdict must have now; the first asking makes the first."""
    version = publishing.current_guard_version()
    if version:
        return version
    return int(State.objects.get_or_create(key=KEY, defaults={"value": FIRST})[0].value)


def hold_version() -> int:
    """The current version, which stays the current one until the caller's transaction ends."""
    current_version()
    return int(State.objects.select_for_update().get(key=KEY).value)


def next_version() -> int:
    """Make a new version current, within the caller's transaction; whoever else learns names waits until its end."""
    above = hold_version()
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclosure_next_guard_version(%s)", [above])
        version = int(cursor.fetchone()[0])
    publishing.set_guard_version(version)
    return version


def current_index() -> guard_index.Index:
    """The index of the current version. Raises Refused (guard_unavailable) where a single name does not open."""
    version = current_version()
    try:
        return guard_index.at_version(version, all_sealed)
    except (KeyMissing, KeyExposed, SealingError, OSError) as error:
        raise guard_unavailable() from error
