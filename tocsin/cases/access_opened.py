"""Who has access, what was taken out and how long the case is kept, in plain text: for the desk's screens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from .retention import Review
from .viewing import Seen


@dataclass(frozen=True)
class OpenedEmergency:
    id: UUID
    who: str
    mine: bool
    reason: str
    opened_at: dt.datetime
    ends_at: dt.datetime
    ended_at: dt.datetime | None
    standing: bool


@dataclass(frozen=True)
class OpenedExport:
    """``waits``: for a second person; ``ready``: it can be taken by whoever asked for it."""

    id: UUID
    case_id: UUID
    form_words: str
    state: str
    state_words: str
    reason: str
    encrypted: bool
    requested_by: str
    requested_at: dt.datetime
    mine: bool
    decided_by: str | None
    expires_at: dt.datetime | None
    downloads: int
    waits: bool
    ready: bool


@dataclass(frozen=True)
class OpenedHold:
    reason: str
    set_by: str
    set_at: dt.datetime
    lifted_by: str | None
    lifted_at: dt.datetime | None
    lift_reason: str


@dataclass(frozen=True)
class OpenedDestruction:
    """``until``: by then an approval without a day must be carried out; ``stale``: it was not."""

    id: UUID
    case_id: UUID
    reason: str
    on_day: dt.date | None
    proposed_by: str
    proposed_at: dt.datetime
    mine: bool
    approved_by: str | None
    until: dt.datetime | None
    stale: bool


@dataclass(frozen=True)
class OpenedAccess:
    """``destruction`` is the one that was neither called off nor begun; ``hold`` the standing one."""

    number: str
    own: bool
    emergencies: tuple[OpenedEmergency, ...]
    exports: tuple[OpenedExport, ...]
    hold: OpenedHold | None
    earlier_holds: tuple[OpenedHold, ...]
    review: Review
    destruction: OpenedDestruction | None
    views: tuple[Seen, ...]
