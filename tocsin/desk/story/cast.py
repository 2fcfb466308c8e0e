"""The people of the demo, all invented: staff, the persons of the case, and a crowd of supporters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.cases.facts import PersonFacts, Sex

PASSWORD = "a bell for every name"  # noqa: S105 - the demo's, printed on the terminal

MARCH_8 = "2012-03-08"

STAFF = {
    # key: (name, roles)
    "ruth": ("Ruth Halvorsen", ("administrator",)),
    "ivo": ("Ivo Petrov", ("administrator",)),
    "mina": ("Mina Seo", ("caseworker",)),
    "jonas": ("Jonas Lindqvist", ("caseworker",)),
    "adaeze": ("Adaeze Obi", ("approver",)),
    "teo": ("Teo Marchetti", ("campaigner",)),
}


def address_of(key: str) -> str:
    """The login of a member of the demo's staff."""
    return f"{key}@tocsin.example"


@dataclass(frozen=True)
class PersonOfCase:
    """A person as a caseworker would record them; names are (ISO 15924 script, name)."""

    key: str
    part: str
    naming: str
    description: str
    facts: PersonFacts
    names: tuple[tuple[str, str], ...]


PERSONS = (
    PersonOfCase(
        "teenager", "member", "withheld", "A teenager; an older brother and an older sister live in South Korea.",
        PersonFacts.aged(13, 19, as_of=MARCH_8), (("Hang", "한도윤"), ("Latn", "Han Do-yun")),
    ),
    PersonOfCase(
        "father", "member", "withheld", "A father, held together with his daughter.",
        PersonFacts(sex=Sex.MALE), (("Hang", "문태식"), ("Latn", "Mun Tae-sik")),
    ),
    PersonOfCase(
        "daughter", "member", "withheld", "His daughter.",
        PersonFacts(sex=Sex.FEMALE), (("Hang", "문보라"), ("Latn", "Mun Bo-ra")),
    ),
    PersonOfCase(
        "mother", "member", "withheld", "A mother, held with her two children.",
        PersonFacts(sex=Sex.FEMALE), (("Hang", "오은실"), ("Latn", "O Un-sil")),
    ),
    PersonOfCase(
        "first_child", "member", "withheld", "The older of her two children.",
        PersonFacts(child=True), (("Hang", "배하늘"), ("Latn", "Pae Ha-neul")),
    ),
    PersonOfCase(
        "second_child", "member", "withheld", "The younger of her two children.",
        PersonFacts(child=True), (("Hang", "배하람"), ("Latn", "Pae Ha-ram")),
    ),
    PersonOfCase(
        "woman", "member", "withheld", "A woman of 70; her daughter waits for her in Seoul.",
        PersonFacts.aged(70, as_of=MARCH_8, sex=Sex.FEMALE),
        (("Hang", "천분녀"), ("Latn", "Chon Pun-nyo"), ("Hani", "千粉女")),
    ),
    PersonOfCase(
        "small_child", "member", "withheld", "A child of 5.",
        PersonFacts.aged(5, as_of=MARCH_8), (("Hang", "맹솔"), ("Latn", "Maeng Sol")),
    ),
    PersonOfCase(
        "brother", "relative", "withheld", "The teenager's older brother, in South Korea.",
        PersonFacts(sex=Sex.MALE), (("Hang", "한지후"), ("Latn", "Han Ji-hu")),
    ),
    PersonOfCase(
        "sister", "relative", "withheld", "The teenager's older sister, in South Korea.",
        PersonFacts(sex=Sex.FEMALE), (("Hang", "한서아"), ("Latn", "Han Seo-a")),
    ),
    PersonOfCase(
        "waiting_daughter", "relative", "withheld", "The daughter of the woman of 70, waiting in Seoul.",
        PersonFacts(sex=Sex.FEMALE), (("Hang", "류선옥"), ("Latn", "Ryu Son-ok")),
    ),
)  # fmt: skip

TIES = (
    ("teenager", "brother", "sibling"),
    ("teenager", "sister", "sibling"),
    ("father", "daughter", "parent"),
    ("mother", "first_child", "parent"),
    ("mother", "second_child", "parent"),
    ("woman", "waiting_daughter", "parent"),
)

_COUNTRIES = ("KR",) * 6 + ("US",) * 4 + ("GB", "DE", "FR", "JP", "CA", "NL", "SE", "BR", "IN", "KE", "AU", "MX")
_GIVEN = "Amira Bram Chiara Dilnoza Emeka Farah Greta Hana Ines Jun Kofi Leila Marek Noor Otto Priya Rosa Sanna Tariq"
_GIVEN_KO = "가온 나래 다온 라온 마루 보름 새벽 아라 이든 찬솔 하람 해솔"


@dataclass(frozen=True)
class Supporter:
    """One member of the crowd, and what they will do."""

    number: int
    name: str
    email: str
    country: str
    language: str
    updates: bool
    newsletter: bool
    confirms: bool
    withdraws: bool
    repeats: bool

    @property
    def second_spelling(self) -> str:
        """The same mailbox, written otherwise."""
        local, domain = self.email.split("@")
        return f"{local.upper()}@{domain.capitalize()}"


def crowd(size: int, seed: int = 2012) -> Iterator[Supporter]:
    """The same supporters at every run."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    for number in range(size):
        country = dice.choice(_COUNTRIES)
        korean = country == "KR"
        given = dice.choice((_GIVEN_KO if korean else _GIVEN).split())
        yield Supporter(
            number=number,
            name=f"{given} {number}",
            email=f"supporter{number}@mail{number % 7}.example",
            country=country,
            language="ko" if korean else "en",
            updates=dice.random() < 0.7,
            newsletter=dice.random() < 0.6,
            confirms=dice.random() < 0.95,
            withdraws=dice.random() < 0.04,
            repeats=dice.random() < 0.15,
        )
