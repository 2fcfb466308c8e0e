"""A small world for tests, made through the same actions as the real one. For every room's tests.

``mina`` and ``haru`` are caseworkers of the case, ``jonas`` a caseworker of nothing, ``adaeze`` an approver, ``teo`` a
campaigner, ``ruth`` an administrator. All invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import actor_of, system
from tocsin.accounts.models import Staff
from tocsin.cases.actions import add_name, add_person, assign_staff, open_case
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor
from tocsin.core.counts import Count
from tocsin.disclosure.actions import approve_release, propose_release, record_consent
from tocsin.disclosure.grounds import Grounds
from tocsin.disclosure.models import Audience, Item, PublicRelease
from tocsin.disclosure.words import Line

PEOPLE = {
    "mina": ("Mina Seo", "caseworker"),
    "haru": ("Haru Nam", "caseworker"),
    "jonas": ("Jonas Lindqvist", "caseworker"),
    "adaeze": ("Adaeze Obi", "approver"),
    "teo": ("Teo Marchetti", "campaigner"),
    "ruth": ("Ruth Halvorsen", "administrator"),
}
# What going public asks of whoever proposes it.
WHY: dict[str, Any] = {
    "tried_quietly": "Quiet diplomacy failed.",
    "why_now": "The return is imminent.",
    "risks": {
        "members": "They are returned whether we speak or not.",
        "relatives": "None are named, and no town is told.",
        "helpers": "Nothing is said of the way they took.",
        "partners": "They asked us to speak.",
    },
}
GROUNDS = Grounds(
    unreachable="She cannot be reached.", risk="Her age alone singles nobody out.", benefit="It moves governments.",
    alternatives="To tell the number only.", views="Not known.",
)  # fmt: skip
HANGUL, LATIN = "은하늘찬", "Eun Haneul-chan"
GONE = {"en": "The family asked us to take this page back.", "ko": "가족의 요청으로 내렸습니다."}


@dataclass
class World:
    """Actors by first name (each has just shown their second factor), a case of theirs, and a sealed person in it."""

    staff: dict[str, Staff] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for first, (name, role) in PEOPLE.items():
            self.staff[first] = found_staff(
                actor=system("installation"),
                email=f"{first}@tocsin.example",
                name=name,
                language="en",
                roles=[role],
            )
        self.case: Case = open_case(actor=self.mina, title="Thirty-one at the border", count=Count.at_least(31))
        assign_staff(actor=self.mina, case=self.case, staff=self.staff["haru"])
        self.person: Person = add_person(
            actor=self.mina,
            case=self.case,
            part=Person.Part.MEMBER,
            naming=Person.Naming.NAMED,
            description="a woman of 70 whose daughter waits for her",
            facts=PersonFacts.aged(70, sex=Sex.FEMALE),
            names=[("Hang", HANGUL), ("Latn", LATIN)],
        )

    def actor(self, first: str, *, second_factor: bool = True) -> Actor:
        return actor_of(self.staff[first], second_factor=second_factor)

    @property
    def mina(self) -> Actor:
        return self.actor("mina")

    @property
    def haru(self) -> Actor:
        return self.actor("haru")

    @property
    def jonas(self) -> Actor:
        return self.actor("jonas")

    @property
    def adaeze(self) -> Actor:
        return self.actor("adaeze")

    @property
    def teo(self) -> Actor:
        return self.actor("teo")

    @property
    def ruth(self) -> Actor:
        return self.actor("ruth")

    def lines(self) -> list[Line]:
        """At least 31 people; a woman of 70."""
        return [
            Line({"en": "At least 31 people were held.", "ko": "최소 31명이 붙잡혀 있었다."}, [(None, Item.COUNT)]),
            Line({"en": "A woman of 70 is among them.", "ko": "70세 여성이 그중에 있다."}, [(self.person, Item.AGE)]),
        ]

    def consent(self) -> None:
        """The family agrees to what ``lines`` tells, to the public."""
        for person, item in ((None, Item.COUNT), (self.person, Item.AGE)):
            record_consent(
                actor=self.mina,
                case=self.case,
                person=person,
                item=item,
                audience=Audience.PUBLIC,
                until=None,
                giver="her daughter",
                how="by telephone",
            )

    def proposal(
        self,
        lines: Sequence[Line] | None = None,
        gone_words: Mapping[str, str] | None = None,
        gone_status: int = 410,
        **more: Any,
    ) -> PublicRelease:
        """A release proposed by Mina; give the consents first."""
        return propose_release(
            actor=self.mina,
            case=self.case,
            audience=Audience.PUBLIC,
            lines=self.lines() if lines is None else lines,
            **WHY,
            **more,
            gone_status=gone_status,
            gone_words=GONE if gone_words is None else gone_words,
        )

    def learn(self, name: str, script: str = "Latn") -> None:
        """Seal one more name of the person: the guard learns it."""
        add_name(actor=self.mina, person=self.person, script=script, name=name)

    def release(self) -> PublicRelease:
        """An approved release, with consents, in English and Korean."""
        self.consent()
        return approve_release(actor=self.adaeze, release=self.proposal())
