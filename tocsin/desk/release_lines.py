"""A draft of a release as the editor shows it: subjects with their ladders, what may be told, the lines it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tocsin.cases.models import Case, Person
from tocsin.cases.opened import OpenedAttachment, OpenedCase
from tocsin.core.actions import Actor
from tocsin.desk.case_file import describe
from tocsin.disclosure import drafts, ladders, told
from tocsin.disclosure.drafts import Body, DraftLine
from tocsin.disclosure.ladders import EVENT, PERSON, Ladder, Need, Rung, Subject
from tocsin.disclosure.models import Item
from tocsin.disclosure.permitted import Obstacle, Permitted
from tocsin.disclosure.words import Line

from .release_pictures import drawn_of

KINDS = {
    "name": gettext_lazy("Name"),
    "age": gettext_lazy("Age"),
    "birth": gettext_lazy("Born"),
    "sex": gettext_lazy("Sex"),
    "tie": gettext_lazy("Tie"),
    "fate": gettext_lazy("What became of them"),
    "place": gettext_lazy("Place"),
    "event": gettext_lazy("What happened"),
    "date": gettext_lazy("When"),
    "count": gettext_lazy("How many"),
}
OBSTACLES = {
    Obstacle.REFUSED: gettext_lazy("%(whom)s, %(item)s: somebody said no to this for these readers."),
    Obstacle.CHILD: gettext_lazy("%(whom)s, %(item)s: a parent must agree as well, or best interests be decided."),
    Obstacle.WITHDRAWN: gettext_lazy("%(whom)s, %(item)s: the consent was taken back."),
    Obstacle.RUN_OUT: gettext_lazy("%(whom)s, %(item)s: the consent has run out."),
    Obstacle.NEVER: gettext_lazy("%(whom)s, %(item)s: nobody has agreed to this for these readers yet."),
}
# Not told unless somebody asks for it.
NEVER_BY_ITSELF = frozenset({"name", "birth"})


@dataclass(frozen=True)
class Choice:
    """A rung as a radio button; ``why_not`` '' where it may be chosen."""

    rung: Rung
    chosen: bool
    why_not: str


@dataclass(frozen=True)
class Rungs:
    """A ladder on the screen: the name of its field, what it is of, and its choices, exact first."""

    field: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def obstacles(self) -> list[str]:
        return list(dict.fromkeys(choice.why_not for choice in self.choices if choice.why_not))


@dataclass(frozen=True)
class Editor:
    """A draft with all that is needed to show it and to make lines of it."""

    actor: Actor
    case: Case
    opened: OpenedCase
    body: Body

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        today, languages = timezone.localdate(), tuple(self.body.languages)
        return {one.key: one for one in ladders.subjects_of(self.opened, today, languages)}

    @cached_property
    def permitted(self) -> Permitted:
        return Permitted(self.case, self.body.audience)

    def title(self, subject: Subject | None) -> str:
        """What a line is about, in the case's own words."""
        if subject is None:
            return _("Words of your own")
        if subject.kind == PERSON:
            return describe(self.opened, subject.persons[0])
        if subject.kind == EVENT:
            event = next(one for one in self.opened.events if f"{EVENT}:{one.id}" == subject.key)
            return capfirst(f"{event.kind_words}, {event.happened.words}")
        return _("How many people: %(count)s") % {"count": self.opened.headline_count or ""}

    def title_of(self, person: UUID | None) -> str:
        return describe(self.opened, person)

    def rungs(self, line: DraftLine) -> list[Rungs]:
        """The ladders of a line's subject, what is chosen, and what may not be."""
        subject = self.subjects.get(line.subject)
        return [self._ladder(line, ladder) for ladder in subject.ladders] if subject else []

    def _ladder(self, line: DraftLine, ladder: Ladder) -> Rungs:
        chosen = self.chosen(line, ladder)
        choices = tuple(Choice(rung, rung.key == chosen, self.why_not(ladder, rung)) for rung in ladder.rungs)
        label = str(KINDS[ladder.kind])
        if ladder.kind == "tie":
            label = f"{label}: {ladder.rung('relation').words.get('en', '')}"
        return Rungs(f"{line.key}.{ladder.key}", label, choices)

    def chosen(self, line: DraftLine, ladder: Ladder) -> str:
        """The key of the rung that is chosen, or, where nothing was yet, of the one that says least."""
        if ladder.key in line.rungs:
            rung = ladder.rung(line.rungs[ladder.key])
            return ladders.NOTHING if self.why_not(ladder, rung) else rung.key
        least = ladder.coarsest
        if least is None or ladder.kind in NEVER_BY_ITSELF or self.why_not(ladder, least):
            return ladders.NOTHING
        return least.key

    def choosing(self, line: DraftLine, typed: Mapping[str, str]) -> DraftLine:
        """The line with the rungs that were sent; what may not be told is not told."""
        subject = self.subjects.get(line.subject)
        if subject is None:
            return line
        sent = {ladder.key: typed.get(f"{line.key}.{ladder.key}", "") for ladder in subject.ladders}
        chosen = replace(line, rungs={**line.rungs, **{key: rung for key, rung in sent.items() if rung}})
        rungs = {ladder.key: self.chosen(chosen, ladder) for ladder in subject.ladders}
        return self.with_proposals(replace(chosen, rungs=rungs))

    def with_proposals(self, line: DraftLine) -> DraftLine:
        subject = self.subjects.get(line.subject)
        return drafts.rewrite(line, self.proposals(subject, line)) if subject else line

    def proposals(self, subject: Subject, line: DraftLine) -> dict[str, str]:
        chosen = {ladder.key: self.chosen(line, ladder) for ladder in subject.ladders}
        return {language: ladders.propose(subject, chosen, language) for language in self.body.languages}

    def why_not(self, ladder: Ladder, rung: Rung) -> str:
        """Why a rung may not be told to these readers; '' where it may."""
        return self.obstacles(ladder.needs_of(rung))

    def obstacles(self, needs: Sequence[Need]) -> str:
        """Why these may not be told; '' where they may."""
        return " ".join(self._obstacle(need, why) for need, why in self.permitted.obstacles(needs))

    def _obstacle(self, need: Need, why: Obstacle) -> str:
        whom, item = describe(self.opened, need[0]), str(Item(need[1]).label)
        return str(OBSTACLES[why]) % {"whom": whom, "item": item}

    def needs(self, line: DraftLine) -> tuple[Need, ...]:
        """What the line rests on: its rungs' needs, and what was ticked for words of one's own."""
        subject = self.subjects.get(line.subject)
        rungs: tuple[Need, ...] = ()
        if subject is not None:
            chosen = {ladder.key: self.chosen(line, ladder) for ladder in subject.ladders}
            picked = ladders.chosen_rungs(subject, chosen)
            rungs = tuple(need for ladder, rung in picked for need in ladder.needs_of(rung))
        return tuple(dict.fromkeys([*rungs, *(_need(one) for one in line.rests_on)]))

    def told(self, line: DraftLine) -> tuple[told.Told, ...]:
        subject = self.subjects.get(line.subject)
        if subject is None:
            return ()
        return told.of_rungs(subject, {ladder.key: self.chosen(line, ladder) for ladder in subject.ladders})

    @property
    def written(self) -> list[DraftLine]:
        """The lines that say something in some language."""
        return [line for line in self.body.lines if any(text.strip() for text in line.words.values())]

    def lines(self) -> list[Line]:
        """The lines as they are proposed, the pictures after them. Raises Refused (picture) and NotPermitted."""
        persons = self.permitted.persons
        words = [
            Line(
                {language: line.words.get(language, "").strip() for language in self.body.languages},
                [(persons[person] if person else None, item) for person, item in self.needs(line)],
                self.told(line),
            )
            for line in self.written
        ]
        return [*words, *self._pictures(persons)]

    def _pictures(self, persons: Mapping[UUID, Person]) -> Iterator[Line]:
        for picture in self.body.pictures:
            shown = self.photograph(picture.attachment)
            if shown is not None and shown.person is not None:
                alt = {language: picture.words.get(language, "").strip() for language in self.body.languages}
                yield Line(alt, [(persons[shown.person], Item.PHOTO)], (), drawn_of(self.actor, picture))

    @property
    def photographs(self) -> list[OpenedAttachment]:
        """Those of which the case says whom they show."""
        return [one for one in self.opened.attachments if one.kind == "photo" and one.person and not one.ended]

    def photograph(self, attachment: str) -> OpenedAttachment | None:
        return next((one for one in self.photographs if str(one.id) == attachment), None)

    def bases(self) -> list[tuple[str, str]]:
        """What words of one's own may rest on, as (``person:item``, words)."""
        wanted: list[Need] = [(None, Item.COUNT), (None, Item.EVENT), (None, Item.PLACE)]
        wanted += [(person.id, item) for person in self.opened.persons for item in Item]
        return [
            (f"{person or ''}:{item}", f"{describe(self.opened, person)}: {Item(item).label}")
            for person, item in wanted
            if self.permitted.obstacle((person, item)) is None
        ]


def nothing_said() -> str:
    """The label of the rung on which nothing is told."""
    return pgettext("how much is told", "Say nothing of it")


def _need(text: str) -> Need:
    person, _colon, item = text.partition(":")
    return (UUID(person) if person else None, Item(item))
