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


def explained(case_id: UUID) -> str:
    return f"consent.explained:{case_id}"


def family_code(case_id: UUID) -> str:
    return f"family_code.holder:{case_id}"


def draft(draft_id: UUID) -> str:
    return f"release_draft.body:{draft_id}"


def told(release_id: UUID) -> str:
    return f"told_facts.lines:{release_id}"


def picture(release_id: UUID, position: int) -> str:
    return f"release_picture.body:{release_id}:{position}"


def allowed_sentence(case_id: UUID) -> str:
    return f"allowed_occurrence.sentence:{case_id}"


def allowed_reason(case_id: UUID) -> str:
    return f"allowed_occurrence.reason:{case_id}"
