"""Drafts of releases: begun, saved as often as one likes, taken up again by anybody of the case, thrown away.

A draft lies sealed under the case's key, so that it is as secret as the case and gone when the case is destroyed.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import queries as cases
from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, Done, NotPermitted, Refused, action

from . import contexts, policy
from .models import Audience, ReleaseDraft

MOST_LINES = 60


@dataclass(frozen=True)
class DraftLine:
    """One line as it is being written.

    ``subject``: what it tells of ('count', 'event:12', 'person:<uuid>'), '' for a line of one's own words. ``rungs``:
    chosen, by ladder. ``words``: the text by language; ``proposed``: what the product had proposed for it then.
    ``rests_on``: what a line of one's own words rests on, ``person:item``.
    """

    key: str
    subject: str = ""
    rungs: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    proposed: dict[str, str] = field(default_factory=dict)
    rests_on: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class DraftPicture:
    """A photograph of the case: which, what of it is hidden ('', 'whole', 'part') and cut, in hundredths; its words."""

    attachment: str
    hide: str = ""
    part: list[float] = field(default_factory=list)
    crop: list[float] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """Everything of a draft. ``public``: the fields of the last step, as they were typed."""

    audience: str = Audience.PUBLIC
    languages: list[str] = field(default_factory=lambda: ["en", "ko"])
    lines: list[DraftLine] = field(default_factory=list)
    pictures: list[DraftPicture] = field(default_factory=list)
    public: dict[str, str] = field(default_factory=dict)

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Body:
        told: dict[str, Any] = json.loads(text)
        told["lines"] = [DraftLine(**line) for line in told["lines"]]
        told["pictures"] = [DraftPicture(**picture) for picture in told["pictures"]]
        return cls(**told)

    def line(self, key: str) -> DraftLine | None:
        return next((line for line in self.lines if line.key == key), None)

    def with_line(self, changed: DraftLine) -> Body:
        return replace(self, lines=[changed if line.key == changed.key else line for line in self.lines])

    def without_line(self, key: str) -> Body:
        return replace(self, lines=[line for line in self.lines if line.key != key])

    def moved(self, key: str, by: int) -> Body:
        """One line up (-1) or down (+1); as it is where it stands at the end."""
        at = next((n for n, line in enumerate(self.lines) if line.key == key), None)
        if at is None or not 0 <= at + by < len(self.lines):
            return self
        lines = list(self.lines)
        lines[at], lines[at + by] = lines[at + by], lines[at]
        return replace(self, lines=lines)

    def choosing(self, subjects: Sequence[str]) -> Body:
        """With a line for each of these subjects, in their order where they are new; those of others are left out."""
        kept = [line for line in self.lines if not line.subject or line.subject in subjects]
        there = {line.subject for line in kept}
        new = [DraftLine(uuid.uuid4().hex, subject) for subject in subjects if subject not in there]
        return replace(self, lines=[*kept, *new][:MOST_LINES])

    def with_own_line(self) -> Body:
        return replace(self, lines=[*self.lines, DraftLine(uuid.uuid4().hex)][:MOST_LINES])


@dataclass(frozen=True)
class OpenedDraft:
    """A draft in plain text, for the case's people."""

    row: ReleaseDraft
    body: Body


@action("disclosure.draft_begun", policy=policy.may_work)
def begin_draft(*, actor: Actor, case: Case, body: Body) -> Done[ReleaseDraft]:
    """Begin a draft of a release."""
    draft_id = uuid.uuid4()
    sealed = vault.seal(case.pk, contexts.draft(draft_id), body.to_text())
    draft = ReleaseDraft.objects.create(
        id=draft_id, case=case, sealed_body=sealed, begun_by_id=actor.person, saved_by_id=actor.person
    )
    return Done(draft, subject=f"release_draft:{draft.pk}", detail={"case": str(case.pk)})


@action("disclosure.draft_saved", policy=policy.may_work_on_draft)
def save_draft(*, actor: Actor, draft: ReleaseDraft, body: Body, edition: int) -> Done[ReleaseDraft]:
    """Save a draft over the edition that was read. Raises Refused (edited) where somebody saved it meanwhile."""
    sealed = vault.seal(draft.case_id, contexts.draft(draft.pk), body.to_text())
    read = ReleaseDraft.objects.filter(pk=draft.pk, edition=edition)
    saved = {"sealed_body": sealed, "edition": F("edition") + 1, "saved_by": actor.person, "saved_at": timezone.now()}
    if read.update(**saved) != 1:
        raise Refused(
            _("Somebody else has changed this draft meanwhile."),
            _("Copy what you have written, open the draft anew, and put it in."),
            code="edited",
        )
    draft.refresh_from_db()
    return Done(draft, subject=f"release_draft:{draft.pk}", detail={"case": str(draft.case_id)})


@action("disclosure.draft_discarded", policy=policy.may_work_on_draft)
def discard_draft(*, actor: Actor, draft: ReleaseDraft) -> Done[None]:
    """Throw a draft away; also once it has been proposed."""
    case_id, draft_id = draft.case_id, draft.pk
    ReleaseDraft.objects.filter(pk=draft_id).delete()
    return Done(None, subject=f"release_draft:{draft_id}", detail={"case": str(case_id)})


def drafts_of(actor: Actor, case: Case) -> list[ReleaseDraft]:
    """The drafts of a case, the one saved last first. Raises NotPermitted."""
    drafts = ReleaseDraft.objects.filter(case=cases.case_for(actor, case.pk))
    return list(drafts.select_related("saved_by").order_by("-saved_at"))


def draft_for(actor: Actor, draft_id: UUID) -> OpenedDraft:
    """A draft of one of the actor's cases. Raises NotPermitted."""
    drafts = ReleaseDraft.objects.select_related("case").filter(case__in=cases.visible_to(actor))
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        raise NotPermitted(_("There is no such draft."), code="not_found")
    return OpenedDraft(
        draft, Body.from_text(vault.open_text(draft.case_id, contexts.draft(draft.pk), draft.sealed_body))
    )


def rewrite(line: DraftLine, proposals: Mapping[str, str]) -> DraftLine:
    """The line with new proposals in its words wherever nobody has changed the old ones."""
    words = dict(line.words)
    for language, text in proposals.items():
        if not words.get(language, "").strip() or words[language] == line.proposed.get(language):
            words[language] = text
    return replace(line, words=words, proposed=dict(proposals))
