"""A letter's words, as a writer gives them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterWords:
    """One language: the subject, the line that inboxes show after it, and the body (see ``blocks``)."""

    subject: str
    preheader: str
    body: str
