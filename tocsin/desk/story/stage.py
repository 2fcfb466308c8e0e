"""What the steps of the story share: the cast, the doors to the crowd's side, and what has happened so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin.accounts.actors import actor_of
from tocsin.accounts.models import Staff
from tocsin.campaigns.models import Campaign
from tocsin.cases.models import Attachment, Case, Intervention, Person
from tocsin.core.actions import Actor, Refused
from tocsin.disclosure.models import Consent, PublicRelease
from tocsin.intake.models import Report
from tocsin.mailings.models import Letter
from tocsin.pages.models import PostPage

from .crowd import Crowd
from .mailbox import Mailbox

SLUG = "save-my-friend"


@dataclass
class Stage:
    """Filled step by step; a step may rely on what the steps before it have put here."""

    crowd: Crowd
    mailbox: Mailbox
    size: int
    say: Callable[[str], None]
    staff: dict[str, Staff] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    case: Case | None = None
    persons: dict[str, Person] = field(default_factory=dict)
    photograph: Attachment | None = None
    quietly: Intervention | None = None
    consents: dict[tuple[str, str], Consent] = field(default_factory=dict)
    first: PublicRelease | None = None
    second: PublicRelease | None = None
    campaign: Campaign | None = None
    posts: dict[str, PostPage] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """A member of staff at work, who has just shown their second factor."""
        return actor_of(self.staff[key], second_factor=True)

    def must_refuse(self, code: str, tries: Callable[[], object]) -> None:
        """The rules must say no to this, with that code. Raises RuntimeError where they do not."""
        try:
            tries()
        except Refused as refusal:
            if refusal.code != code:
                raise RuntimeError(f"refused as {refusal.code}, not as {code}") from refusal
            self.refusals.append(code)
            self.say(f"  refused ({code}): {refusal}")
            return
        raise RuntimeError(f"this should have been refused: {code}")
