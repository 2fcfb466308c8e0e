"""Ties in words, from either side: 'mother of …', and from there 'son of …'. One row, two readings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .calling import called
from .facts import Sex
from .models import Certainty, Tie
from .opened import OpenedCase, OpenedTie

# For each kind: (not known, female, male), of the one who is <kind> the other, and of the other seen from there.
WORDS: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    Tie.Kind.PARENT: (
        (gettext_noop("parent of %(whom)s"), gettext_noop("mother of %(whom)s"), gettext_noop("father of %(whom)s")),
        (gettext_noop("child of %(whom)s"), gettext_noop("daughter of %(whom)s"), gettext_noop("son of %(whom)s")),
    ),
    Tie.Kind.GRANDPARENT: (
        (
            gettext_noop("grandparent of %(whom)s"),
            gettext_noop("grandmother of %(whom)s"),
            gettext_noop("grandfather of %(whom)s"),
        ),
        (
            gettext_noop("grandchild of %(whom)s"),
            gettext_noop("granddaughter of %(whom)s"),
            gettext_noop("grandson of %(whom)s"),
        ),
    ),
    Tie.Kind.GUARDIAN: (
        (gettext_noop("guardian of %(whom)s"),) * 3,
        (gettext_noop("in the care of %(whom)s"),) * 3,
    ),
    Tie.Kind.SIBLING: (
        (gettext_noop("sibling of %(whom)s"), gettext_noop("sister of %(whom)s"), gettext_noop("brother of %(whom)s")),
    )
    * 2,
    Tie.Kind.SPOUSE: (
        (gettext_noop("married to %(whom)s"), gettext_noop("wife of %(whom)s"), gettext_noop("husband of %(whom)s")),
    )
    * 2,
    Tie.Kind.OTHER_FAMILY: ((gettext_noop("of the family of %(whom)s"),) * 3,) * 2,
    Tie.Kind.SAME_PERSON: ((gettext_noop("the same person as %(whom)s"),) * 3,) * 2,
}
COLUMN = {Sex.FEMALE: 1, Sex.MALE: 2}


@dataclass(frozen=True)
class SeenTie:
    """A tie as one of its two ends sees it. ``words`` name the other; ``doubt`` is '' where it is confirmed."""

    id: int
    other: UUID
    words: str
    doubt: str


def seen_from(opened: OpenedCase, person_id: UUID) -> tuple[SeenTie, ...]:
    """The ties of one person, in words that go on from 'this person is'."""
    own = [SeenTie(tie.id, tie.relative, forward(opened, tie), doubt(tie)) for tie in opened.ties
           if tie.person == person_id]  # fmt: skip
    inverse = [SeenTie(tie.id, tie.person, backward(opened, tie), doubt(tie)) for tie in opened.ties
               if tie.relative == person_id]  # fmt: skip
    return (*own, *inverse)


def forward(opened: OpenedCase, tie: OpenedTie) -> str:
    """What ``tie.person`` is to ``tie.relative``."""
    return _said(opened, WORDS[tie.kind][0], tie.person, tie.relative)


def backward(opened: OpenedCase, tie: OpenedTie) -> str:
    """What ``tie.relative`` is to ``tie.person``."""
    return _said(opened, WORDS[tie.kind][1], tie.relative, tie.person)


def doubt(tie: OpenedTie) -> str:
    return "" if tie.certainty == Certainty.CONFIRMED else str(Certainty(tie.certainty).label)


def _said(opened: OpenedCase, words: tuple[str, str, str], who: UUID, whom: UUID) -> str:
    one, other = opened.person(who), opened.person(whom)
    column = COLUMN.get(one.facts.sex, 0) if one else 0
    return _(words[column]) % {"whom": called(other) if other else "—"}
