"""Whether something may be told to an audience as things stand, and if not, why: for choosing before proposing.

The proposal and the database ask again; here nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from tocsin.cases.models import Case, Person

from . import bases
from .ladders import Need
from .models import Consent


class Obstacle(StrEnum):
    """Why an item may not be told, the weightier first."""

    REFUSED = "refused"
    CHILD = "child"
    WITHDRAWN = "withdrawn"
    RUN_OUT = "run_out"
    NEVER = "never"


@dataclass(frozen=True)
class Permitted:
    """What the consents and decisions of a case let one audience be told."""

    case: Case
    audience: str

    def obstacle(self, need: Need) -> Obstacle | None:
        """None where a line may rest on it."""
        person, item = need
        if self._refused(person, item):
            return Obstacle.REFUSED
        if need in self._standing:
            return None
        if need in self._not_enough:
            return Obstacle.CHILD
        once = [consent for consent in self._once if (consent.person_id, consent.item) == need]
        if any(consent.withdrawn_at is None for consent in once):
            return Obstacle.RUN_OUT
        return Obstacle.WITHDRAWN if once else Obstacle.NEVER

    def obstacles(self, needs: Iterable[Need]) -> list[tuple[Need, Obstacle]]:
        """Each need that stands against it, with why."""
        return [(need, why) for need in needs if (why := self.obstacle(need)) is not None]

    @cached_property
    def persons(self) -> dict[UUID, Person]:
        return {person.pk: person for person in Person.objects.filter(case=self.case)}

    @cached_property
    def _standing(self) -> frozenset[Need]:
        rows = [
            *bases.current_consents(self.case).filter(audience=self.audience).values_list("person_id", "item"),
            *bases.current_decisions(self.case).filter(audience=self.audience).values_list("person_id", "item"),
        ]
        return frozenset(rows)

    @cached_property
    def _not_enough(self) -> frozenset[Need]:
        """What somebody agreed to for a child, or the child itself, without a parent or guardian."""
        said = Consent.objects.filter(case=self.case, audience=self.audience, answer=Consent.Answer.YES, carries=False)
        return frozenset(bases.current(said).values_list("person_id", "item"))

    @cached_property
    def _once(self) -> list[Consent]:
        return list(Consent.objects.filter(case=self.case, audience=self.audience, answer=Consent.Answer.YES))

    def _refused(self, person: UUID | None, item: str) -> bool:
        if not self._any_refusal:
            return False
        return bool(bases.unsettled(self.case, self.persons[person] if person else None, item, self.audience))

    @cached_property
    def _any_refusal(self) -> bool:
        return bases.standing_refusals(self.case).exists()
