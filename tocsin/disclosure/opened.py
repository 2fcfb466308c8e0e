"""Dossiers, consents and decisions in plain text: frozen values for the desk's screens, never stored or logged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from .grounds import Grounds, Reasons
from .models import PublicRelease


@dataclass(frozen=True)
class OpenedConsent:
    """``person`` None: the group. ``current``: neither withdrawn nor past its day. ``yes`` False: somebody said no.

    ``settled``: a no that a standing decision of two people outweighs. ``days_left`` None: no last day, or over.
    """

    id: int
    person: UUID | None
    item: str
    item_words: str
    audience: str
    audience_words: str
    until: dt.date | None
    giver: str
    how: str
    recorded_at: dt.datetime
    withdrawn_at: dt.datetime | None
    current: bool
    yes: bool
    carries: bool
    binding: bool
    relation: str
    relation_words: str
    obtained_words: str
    given_on: dt.date | None
    language: str
    explained: str
    conversation: UUID
    recorded_by: str
    settled: bool
    days_left: int | None


@dataclass(frozen=True)
class OpenedDecision:
    """A best-interests decision; ``confirmed_by`` None while it waits for a second person.

    ``settles``: how many refusals it outweighs. ``review_due``: the day to look at it again has come.
    """

    id: int
    person: UUID | None
    item: str
    item_words: str
    audience: str
    audience_words: str
    until: dt.date | None
    review_on: dt.date | None
    review_due: bool
    grounds: Grounds
    settles: int
    proposed_by: str
    confirmed_by: str | None
    withdrawn_at: dt.datetime | None
    current: bool


@dataclass(frozen=True)
class OpenedBasis:
    """What a line rests on for one item of one person: a consent or a decision, by its id; and whether it stands."""

    person: UUID | None
    item: str
    item_words: str
    consent: int | None
    decision: int | None


@dataclass(frozen=True)
class OpenedLine:
    """One line: its texts by language, what it tells (item words), and whether it rests on something current.

    ``refused``: somebody's standing no concerns it. ``picture``: the JPEG that the texts describe, while it is shown.
    """

    position: int
    texts: dict[str, str]
    items: tuple[str, ...]
    supported: bool
    refused: bool
    bases: tuple[OpenedBasis, ...]
    picture: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ToDecide:
    """A proposal as an approver sees it: no case, no persons. ``may_decide``: it is not their own.

    ``older``: the lines of the version that it corrects.
    """

    release: PublicRelease
    version: int
    audience_words: str
    lines: tuple[OpenedLine, ...]
    reasons: Reasons
    proposed_by: str
    proposed_at: dt.datetime
    may_decide: bool
    older: tuple[OpenedLine, ...] = ()


@dataclass(frozen=True)
class OpenedDossier:
    """A release with its confidential side, for the people of its case.

    ``corrects`` and ``corrected_by``: versions of the case's releases; ``older``: the corrected one's lines.
    """

    release: PublicRelease
    case_id: UUID
    version: int
    state_words: str
    audience_words: str
    lines: tuple[OpenedLine, ...]
    reasons: Reasons
    proposed_by: str
    decided_by: str | None
    decided_at: dt.datetime | None
    withdrawn_by: str | None
    ended_words: str
    corrects: int | None
    corrected_by: tuple[int, ...]
    older: tuple[OpenedLine, ...]


@dataclass(frozen=True)
class OpenedCode:
    """A family code: to whom it was given and what became of it; never the code."""

    id: int
    holder: str
    made_by: str
    made_at: dt.datetime
    revoked_at: dt.datetime | None
    used_at: dt.datetime | None

    @property
    def stands(self) -> bool:
        return self.revoked_at is None and self.used_at is None


@dataclass(frozen=True)
class Ledger:
    """All releases of a case, the newest first, with its consents, decisions and the family's codes."""

    releases: tuple[OpenedDossier, ...]
    consents: tuple[OpenedConsent, ...]
    decisions: tuple[OpenedDecision, ...]
    codes: tuple[OpenedCode, ...] = ()

    @property
    def standing(self) -> int:
        """Consents and confirmed decisions on which lines may rest now."""
        yes = sum(one.current and one.carries for one in self.consents)
        return yes + sum(one.current and one.confirmed_by is not None for one in self.decisions)

    @property
    def refusals(self) -> int:
        """Each no that stands and is not settled."""
        return sum(one.current and not one.yes and not one.settled for one in self.consents)

    @property
    def unconfirmed(self) -> int:
        return sum(one.current and one.confirmed_by is None for one in self.decisions)
