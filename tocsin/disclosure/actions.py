"""The verbs of the door: consents, best-interests decisions, and releases."""

from __future__ import annotations

from .consent_actions import (
    confirm_best_interests,
    propose_best_interests,
    record_consent,
    withdraw_best_interests,
    withdraw_consent,
)
from .gone import keep_gone_page
from .proposing import propose_release
from .release_actions import approve_release, refuse_release, withdraw_release
from .sweep import sweep_window
from .words import Line

__all__ = [
    "Line",
    "approve_release",
    "confirm_best_interests",
    "keep_gone_page",
    "propose_best_interests",
    "propose_release",
    "record_consent",
    "refuse_release",
    "sweep_window",
    "withdraw_best_interests",
    "withdraw_consent",
    "withdraw_release",
]
