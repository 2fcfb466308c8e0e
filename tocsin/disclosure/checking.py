"""Having the guard read a draft before it is proposed: where something sealed stands, and of one's own case also what.

The guard is an oracle, so asking it is an action: what stands in other cases is refused, audited and shown to their
people as any other refusal is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.cases import queries as cases
from tocsin.cases.models import Case
from tocsin.cases.opened import OpenedCase
from tocsin.core.actions import Actor, Done, Refused, action

from . import guard, policy
from .guard_index import Index
from .own_identifiers import own_index, standing_in


@dataclass(frozen=True)
class Standing:
    """Something sealed stands in a line (from 1) in a language: ``message`` says where, ``own`` what of one's case."""

    line: int
    language: str
    message: str
    own: tuple[str, ...]


@action("disclosure.draft_read_by_guard", policy=policy.may_work)
def read_draft(*, actor: Actor, case: Case, texts: Sequence[Mapping[str, str]]) -> Done[list[Standing]]:
    """Each place at which the guard would stop these lines. Raises Refused (guard_unavailable, sealed_name of others'
    cases)."""
    own = _Own(cases.opened_case(actor, case))
    found = [
        standing
        for line, said in enumerate(texts, 1)
        for language, text in sorted(said.items())
        if (standing := _read(own, line, language, text)) is not None
    ]
    return Done(found, subject=f"case:{case.pk}", detail={"places": len(found)})


@dataclass(frozen=True)
class _Own:
    """The case, and an index of its own identifiers, made only when something was found."""

    opened: OpenedCase

    @cached_property
    def index(self) -> Index:
        return own_index(self.opened)


def _read(own: _Own, line: int, language: str, text: str) -> Standing | None:
    try:
        guard.pass_words([(language, line, text)])
    except Refused as refusal:
        if refusal.code != "sealed_name" or set(refusal.facts.get("cases", ())) - {str(own.opened.id)}:
            raise
        return Standing(line, language, refusal.message, standing_in(own.index, text))
    return None
