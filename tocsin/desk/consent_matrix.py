"""Person by item, for one audience: what stands, what is refused, what rests on a child's word alone, what ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.cases.opened import OpenedCase
from tocsin.desk.case_file import describe
from tocsin.disclosure.models import OF_ALL, Audience, Item, Relation
from tocsin.disclosure.opened import Ledger, OpenedConsent

SOON = 14
YES, NO, CONFLICT, SETTLED, CHILD, DECIDED, SOON_OVER, NOTHING, NEVER = (
    "yes", "no", "conflict", "settled", "child", "decided", "soon", "", "never",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One item of one person for the audience. ``state`` is one of the above; ``words`` say it in full."""

    item: str
    item_words: str
    state: str
    words: str


@dataclass(frozen=True)
class Row:
    person: UUID | None
    description: str
    cells: tuple[Cell, ...]


def matrix(opened: OpenedCase, ledger: Ledger, audience: str) -> list[Row]:
    """The group first, then every person of the case, members before relatives."""
    return [
        Row(person, describe(opened, person), tuple(_cell(ledger, person, item, audience) for item in Item))
        for person in (None, *(one.id for one in opened.persons))
    ]


def conflicts(rows: Iterable[Row]) -> list[tuple[str, Cell]]:
    """(whom it is about, cell) of everything that somebody says yes, and somebody else no to."""
    return [(row.description, cell) for row in rows for cell in row.cells if cell.state == CONFLICT]


def _cell(ledger: Ledger, person: UUID | None, item: Item, audience: str) -> Cell:
    state, words = _standing(ledger, person, item, audience)
    return Cell(item.value, str(item.label), state, words)


def _standing(ledger: Ledger, person: UUID | None, item: Item, audience: str) -> tuple[str, str]:
    if person is None and item not in OF_ALL:
        return NEVER, _("not of a group")
    said = [one for one in ledger.consents if one.current and one.person == person]
    yes = [one for one in said if one.yes and one.item == item and one.audience == audience]
    no = [one for one in said if not one.yes and _concerns(one, item, audience)]
    decided = [
        one for one in ledger.decisions
        if one.current and one.confirmed_by and (one.person, one.item, one.audience) == (person, item, audience)
    ]  # fmt: skip
    open_no = [one for one in no if not one.settled]
    if open_no:
        return (CONFLICT, _("yes and no")) if yes or decided else (NO, _("no"))
    if carrying := [one for one in yes if one.carries]:
        return _ending(carrying, settled=bool(no))
    if decided:
        return DECIDED, _("best interests")
    return (CHILD, _not_enough(yes)) if yes else (NOTHING, _("nothing said"))


def _not_enough(yes: Iterable[OpenedConsent]) -> str:
    """Of a child: its own word, or that of somebody who does not stand in its parents' place."""
    own = any(one.relation == Relation.SELF for one in yes)
    return _("only the child's word") if own else _("a parent must agree as well")


def _concerns(no: OpenedConsent, item: Item, audience: str) -> bool:
    about = no.item == item or (no.item == Item.EXISTENCE and no.person is not None)
    return about and audience in (no.audience, Audience.PUBLIC)


def _ending(yes: list[OpenedConsent], *, settled: bool) -> tuple[str, str]:
    days = [one.days_left for one in yes]
    if None not in days and max(days) <= SOON:
        return SOON_OVER, _("yes, %(days)d days left") % {"days": max(days)}
    return (SETTLED, _("yes; a no is settled")) if settled else (YES, _("yes"))
