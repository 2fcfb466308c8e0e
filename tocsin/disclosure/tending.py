"""What the tender does for the door, every few seconds: the family's codes first, then what ran out, then the hours."""

from __future__ import annotations

import time

from tocsin.accounts.actors import system
from tocsin.core.actions import Refused
from tocsin.front.chores import every_round

from . import letterbox
from .bases import lines_without_basis
from .darkening import darken_lapsed, something_lapsed
from .queries import due_releases
from .release_actions import open_release

# After a refusal the same release is tried again only so much later: each refusal is an entry in the audit.
PATIENCE = 60.0
_not_before: dict[str, float] = {}


@every_round("disclosure.family_codes")
def take_family_codes() -> None:
    letterbox.collect()


@every_round("disclosure.lapsed")
def darken_what_lapsed() -> None:
    if something_lapsed():
        darken_lapsed(actor=system("expiry"))


@every_round("disclosure.hours")
def open_what_is_due() -> None:
    """What lost its basis meanwhile, or is refused for long enough to miss its hour, waits for a person."""
    for release in due_releases():
        key = str(release.pk)
        if time.monotonic() < _not_before.get(key, 0.0) or lines_without_basis(release.pk):
            continue
        try:
            open_release(actor=system("publishing"), release=release)
        except Refused:
            _not_before[key] = time.monotonic() + PATIENCE
        else:
            _not_before.pop(key, None)
