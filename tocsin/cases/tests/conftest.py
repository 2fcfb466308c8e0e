"""Two caseworkers of a case, one of nothing, and an administrator."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import actor_of, system
from tocsin.accounts.models import Staff
from tocsin.cases.actions import assign_staff, open_case
from tocsin.cases.models import Case
from tocsin.core.actions import Actor
from tocsin.core.counts import Count

PEOPLE = {
    "mina": "caseworker",
    "haru": "caseworker",
    "jonas": "caseworker",
    "adaeze": "approver",
    "teo": "campaigner",
    "ruth": "administrator",
}


@dataclass
class Desk:
    """Staff by first name, and a case of Mina's and Haru's."""

    staff: dict[str, Staff] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, role in PEOPLE.items():
            self.staff[name] = found_staff(
                actor=system("installation"),
                email=f"{name}@tocsin.example",
                name=name.title(),
                language="en",
                roles=[role],
            )
        self.case: Case = open_case(actor=self.actor("mina"), title="Thirty-one", count=Count.at_least(31))
        assign_staff(actor=self.actor("mina"), case=self.case, staff=self.staff["haru"])

    def actor(self, name: str) -> Actor:
        return actor_of(self.staff[name], second_factor=True)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()
