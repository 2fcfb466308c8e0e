"""The place for which each text is sealed under its case's key."""

from __future__ import annotations

from uuid import UUID


def giver(case_id: UUID) -> str:
    return f"consent.giver:{case_id}"


def how(case_id: UUID) -> str:
    return f"consent.how:{case_id}"


def best_interests(case_id: UUID) -> str:
    return f"best_interests.reasons:{case_id}"


def dossier(release_id: UUID) -> str:
    return f"dossier.reasons:{release_id}"
