"""The family's codes out of the letterbox. Right or wrong, nothing outside tells which it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor
from tocsin.core.code_words import Mistyped
from tocsin.front.drain import FAMILY_CODES, drain_batch
from tocsin.front.handling import handles
from tocsin.front.opening import Opened

from .family_actions import use_family_code
from .family_codes import find_code

WITHDRAWN, WRONG = "withdrawn", "wrong"


@handles("family-code")
def take_codes(rows: Sequence[Opened[Any]]) -> list[str]:
    """One outcome a row: ``withdrawn``, or ``wrong`` for a code that is none, is revoked, or has served."""
    return [_take(row.payload.code) for row in rows]


def collect_family_codes(*, actor: Actor) -> int:
    """Take all codes out of the letterbox and act on them. Returns how many rows were taken."""
    taken = 0
    while rows := drain_batch(actor=actor, box=FAMILY_CODES).rows:
        taken += rows
    return taken


def collect() -> int:
    """The same, by the part of the system that may."""
    return collect_family_codes(actor=system("family-code"))


def _take(typed: str) -> str:
    try:
        code = find_code(typed)
    except Mistyped:
        return WRONG
    if code is None:
        return WRONG
    use_family_code(actor=system("family-code"), code=code)
    return WITHDRAWN
