"""A campaign's own words, and the version of the text that a signer agrees to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignWords:
    """One language's words. No facts about people: those are the release's statements."""

    title: str
    summary: str
    demand: str
    consent_text: str


def text_version(consent_text: str) -> str:
    """The SHA-256 (hex) of a consent text: the proof says which words were agreed to."""
    return hashlib.sha256(consent_text.encode()).hexdigest()
