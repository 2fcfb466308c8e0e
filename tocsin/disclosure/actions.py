"""The verbs of the door: consents, best-interests decisions, and releases."""

from __future__ import annotations

from .best_interests_actions import confirm_best_interests, propose_best_interests, withdraw_best_interests
from .consent_actions import Conversation, Said, record_consent, record_conversation, withdraw_consent
from .darkening import darken_lapsed
from .ending import abort_release, end_release, withdraw_release
from .family_actions import give_family_code, replace_family_code, revoke_family_code, use_family_code
from .gone import keep_gone_page
from .grounds import Grounds, Reasons
from .proposing import propose_release
from .release_actions import approve_release, let_prepare, open_release, refuse_release
from .sweep import sweep_window
from .words import Line

__all__ = [
    "Conversation",
    "Grounds",
    "Line",
    "Reasons",
    "Said",
    "abort_release",
    "approve_release",
    "confirm_best_interests",
    "darken_lapsed",
    "end_release",
    "give_family_code",
    "keep_gone_page",
    "let_prepare",
    "open_release",
    "propose_best_interests",
    "propose_release",
    "record_consent",
    "record_conversation",
    "refuse_release",
    "replace_family_code",
    "revoke_family_code",
    "sweep_window",
    "use_family_code",
    "withdraw_best_interests",
    "withdraw_consent",
    "withdraw_release",
]
