"""The desk's people, each logged in with a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tocsin.accounts import actions, actors
from tocsin.accounts.models import RoleGrant, Staff
from tocsin.campaigns import actions as campaigns
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.words import CampaignWords
from tocsin.cases import actions as cases
from tocsin.cases.facts import PersonFacts, Sex
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor
from tocsin.core.counts import Count
from tocsin.core.dates import UncertainDate
from tocsin.delivery import actions as delivery
from tocsin.delivery.models import Handover
from tocsin.desk import actions as desk_actions
from tocsin.disclosure import actions as disclosure
from tocsin.disclosure.models import BestInterests, Consent, PublicRelease
from tocsin.disclosure.tests.world import GROUNDS, WHY
from tocsin.intake import actions as intake
from tocsin.intake.keeping import IncomingFile
from tocsin.intake.models import Report
from tocsin.mailings import actions as mailings
from tocsin.mailings.models import Letter
from tocsin.mailings.words import LetterWords
from tocsin.pages.actions import publish_post
from tocsin.pages.models import Comment
from tocsin.pages.setup import found_site

from .whole_case import make_whole

PASSWORD = "a long password of tests"
PEOPLE = {
    "mina": ["caseworker"],
    "jonas": ["caseworker"],
    "adaeze": ["approver"],
    "teo": ["campaigner"],
    "ruth": ["administrator"],
    "ivo": ["administrator"],
    "noone": [],
}


@pytest.fixture(autouse=True)
def quick_logins(settings: Any) -> None:
    """Argon2 is slow on purpose, and logins are counted so that nobody tries many."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def staff(db: None) -> dict[str, Staff]:
    return {
        name: actions.found_staff(
            actor=actors.system("installation"),
            email=f"{name}@tocsin.example",
            name=name.title(),
            language="en",
            roles=roles,
            password=PASSWORD,
        )
        for name, roles in PEOPLE.items()
    }


@pytest.fixture
def act(staff: dict[str, Staff]) -> Callable[[str], Actor]:
    """Somebody as an actor, just proven."""
    return lambda name: actors.actor_of(staff[name], second_factor=True)


@pytest.fixture
def browser(staff: dict[str, Staff]) -> Callable[[str], Client]:
    """Somebody's browser, logged in as allauth does it."""

    def login(name: str) -> Client:
        client = Client()
        answer = client.post("/accounts/login/", {"login": f"{name}@tocsin.example", "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return login


@dataclass
class World:
    """A case of Mina's on its way to the public, as far as the desk's screens need it."""

    case: Case
    woman: Person
    group: PublicRelease
    proposed: PublicRelease
    report: Report
    linked: Report
    consent: Consent
    decision: BestInterests
    campaign: Campaign
    letter: Letter
    comment: Comment
    handover: Handover
    grant: RoleGrant


SEALED = "Chon Pun-nyo"


@pytest.fixture
def case(act: Callable[[str], Actor]) -> Case:
    mina = act("mina")
    return cases.open_case(actor=mina, title="The thirty-one", count=Count.at_least(31))


@pytest.fixture
def woman(act: Callable[[str], Actor], case: Case) -> Person:
    return cases.add_person(
        actor=act("mina"),
        case=case,
        part="member",
        naming="withheld",
        description="A woman of 70",
        facts=PersonFacts.aged(70, sex=Sex.FEMALE),
        names=[("Latn", SEALED), ("Hang", "천분녀")],
    )


@pytest.fixture
def consent(act: Callable[[str], Actor], case: Case, woman: Person) -> Consent:
    told = {"audience": "public", "until": None, "giver": "her daughter", "how": "by telephone"}
    disclosure.record_consent(actor=act("mina"), case=case, person=None, item="count", **told)
    return disclosure.record_consent(actor=act("mina"), case=case, person=woman, item="age", **told)


@pytest.fixture
def propose(act: Callable[[str], Actor], case: Case, woman: Person, consent: Consent) -> Callable[[], PublicRelease]:
    lines = [
        disclosure.Line({"en": "A woman of 70", "ko": "70세 여성"}, [(woman, "age")]),
        disclosure.Line({"en": "At least 31 people", "ko": "최소 31명"}, [(None, "count")]),
    ]
    words = {"en": "Taken down at the family's wish.", "ko": "가족의 뜻에 따라 내렸습니다."}
    return lambda: disclosure.propose_release(
        actor=act("mina"), case=case, audience="public", lines=lines, gone_words=words, **WHY
    )


@pytest.fixture
def approved(act: Callable[[str], Actor], propose: Callable[[], PublicRelease]) -> PublicRelease:
    return disclosure.approve_release(actor=act("adaeze"), release=propose())


@pytest.fixture
def campaign(act: Callable[[str], Actor], approved: PublicRelease) -> Campaign:
    found_site(actor=actors.system("installation"))
    words = CampaignWords("Save My Friend", "They must not be returned.", "Do not return them.", "I agree.")
    drafted = campaigns.create_campaign(
        actor=act("teo"),
        slug="save-my-friend",
        goal=1000,
        release=approved,
        texts={"en": words, "ko": words},
        addressees=[{"en": "The Chinese authorities", "ko": "중국 당국"}],
    )
    return desk_actions.bring_live(actor=act("teo"), campaign=drafted)


@pytest.fixture
def letter(act: Callable[[str], Actor], campaign: Campaign) -> Letter:
    words = LetterWords("What happened", "", "They were returned all the same.")
    return mailings.draft_letter(
        actor=act("teo"), kind="update", texts={"en": words, "ko": words}, campaign=campaign, release=None
    )


def report(actor: Actor) -> Report:
    return intake.receive_report(
        actor=actor, source="partner", text="Five of them are known.", reporter="A partner", how_known="by telephone",
        reliability="B", language="en", received_at=timezone.now(), files=[IncomingFile("list.pdf", b"%PDF")],
    )  # fmt: skip


@pytest.fixture
def world(
    act: Callable[[str], Actor],
    staff: dict[str, Staff],
    case: Case,
    woman: Person,
    consent: Consent,
    approved: PublicRelease,
    campaign: Campaign,
    letter: Letter,
    propose: Callable[[], PublicRelease],
) -> World:
    mina, teo = act("mina"), act("teo")
    linked = intake.link_report(actor=mina, report=report(mina), case_id=case.pk)
    decision = disclosure.propose_best_interests(
        actor=mina, case=case, person=woman, item="sex", audience="public", until=None, grounds=GROUNDS
    )
    post = publish_post(actor=teo, texts={"en": ("News", "In short", "They were returned.")})["en"]
    comment = Comment.objects.create(post=post, name="A reader", text="I am with them.", hour=timezone.now())
    handover = delivery.record_handover(
        actor=teo, campaign=campaign, addressee=campaign.addressees.get(), how="in person",
        handed_over=UncertainDate.parse("2012-03-2X"),
    )  # fmt: skip
    return World(
        case=case, woman=woman, group=approved, proposed=propose(), report=report(mina), linked=linked,
        consent=consent, decision=decision, campaign=campaign, letter=letter, comment=comment, handover=handover,
        grant=actions.propose_role(actor=act("ruth"), staff=staff["mina"], role="approver"),
    )  # fmt: skip


@pytest.fixture
def whole(world: World) -> World:
    """The world with everything in its case that an address can name."""
    make_whole(world.case, world.woman)
    return world
