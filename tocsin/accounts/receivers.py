"""What allauth says about passwords and second factors, written into the audit."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa

from .actions import note_access
from .actors import actor_of
from .models import Staff

WATCHED = {
    "password_set": account.password_set,
    "password_changed": account.password_changed,
    "password_reset": account.password_reset,
    "factor_added": mfa.authenticator_added,
    "factor_removed": mfa.authenticator_removed,
    "factor_reset": mfa.authenticator_reset,
}


def connect() -> None:
    """Listen to all of them; called once, when the room is ready."""
    for what, signal in WATCHED.items():
        signal.connect(_Note(what), weak=False, dispatch_uid=f"accounts.{what}")


class _Note:
    def __init__(self, what: str) -> None:
        self._what = what

    def __call__(self, sender: object, user: Staff, **_rest: Any) -> None:
        note_access(actor=actor_of(user), staff=user, what=self._what)
