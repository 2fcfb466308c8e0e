"""Recording the family's consents and drafting releases from the words of the story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.disclosure import actions as disclosure
from tocsin.disclosure.actions import Line
from tocsin.disclosure.grounds import Grounds
from tocsin.disclosure.models import Audience, Item, Obtained, PublicRelease, Relation

from .stage import Stage
from .words import GONE

Words = Sequence[tuple[tuple[tuple[str, str], ...], str, str]]
# Nobody can ask the child: two people decide in the child's best interests.
CHILDREN = frozenset({"teenager", "first_child", "second_child"})
IN_BEST_INTERESTS = "small_child"


def record_consents(stage: Stage, words: Words) -> None:
    """One consent for each person and item that the lines need and that is not yet there."""
    wanted = {part for rests_on, _en, _ko in words for part in rests_on}
    for key, item in sorted(wanted - set(stage.consents)):
        if key == IN_BEST_INTERESTS:
            _decide(stage, key, item)
            continue
        stage.consents[key, item] = disclosure.record_consent(
            actor=stage.actor("mina"),
            case=stage.case,
            person=stage.persons.get(key),
            item=Item(item),
            audience=Audience.PUBLIC,
            until=None,
            giver="The family, by the relative who speaks for it",
            how="Read out line by line, and confirmed the next day",
            relation=Relation.GUARDIAN if key in CHILDREN else Relation.FAMILY,
            obtained=Obtained.PHONE,
            language="ko",
            explained="Who will read it; that it cannot be called back once read; that it ends when they say so",
        )


def _decide(stage: Stage, key: str, item: str) -> None:
    decision = disclosure.propose_best_interests(
        actor=stage.actor("mina"),
        case=stage.case,
        person=stage.persons[key],
        item=Item(item),
        audience=Audience.PUBLIC,
        until=None,
        grounds=Grounds(
            unreachable="No relative can be reached.",
            views="The child cannot be asked.",
            risk="The age alone does not single the child out.",
            benefit="It moves governments.",
            alternatives="To tell of 'children' only: weaker, and no safer.",
        ),
    )
    disclosure.confirm_best_interests(actor=stage.actor("adaeze"), decision=decision)


def propose(stage: Stage, words: Words, why: Mapping[str, Any]) -> PublicRelease:
    """Draft a public release from lines in English and Korean; ``why`` is what going public asks."""
    return disclosure.propose_release(
        actor=stage.actor("mina"),
        case=stage.case,
        audience=Audience.PUBLIC,
        lines=[_line(stage, rests_on, english, korean) for rests_on, english, korean in words],
        gone_words=GONE,
        **why,
    )


def _line(stage: Stage, rests_on: Sequence[tuple[str, str]], english: str, korean: str) -> Line:
    basis = [(stage.persons.get(key), Item(item)) for key, item in rests_on]
    return Line(texts={"en": english, "ko": korean}, rests_on=basis)
