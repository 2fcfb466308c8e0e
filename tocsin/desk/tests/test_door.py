"""Consents, the family's code, hours and the ledger as the desk has them; and who finds nothing there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from tocsin.accounts import actors
from tocsin.campaigns import actions as campaigns
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.words import CampaignWords
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor, Refused
from tocsin.desk import tending
from tocsin.disclosure import actions as disclosure
from tocsin.disclosure import tending as door
from tocsin.disclosure.family_codes import find_code
from tocsin.disclosure.models import Consent, PublicRelease
from tocsin.disclosure.tests.test_door import without_triggers
from tocsin.disclosure.tests.world import GROUNDS, WHY
from tocsin.front.models import Published
from tocsin.mailings import actions as mailings
from tocsin.mailings.models import Letter
from tocsin.mailings.words import LetterWords
from tocsin.pages.setup import found_site

Browser = Callable[[str], Client]
Act = Callable[[str], Actor]
pytestmark = pytest.mark.django_db

TALK = {
    "giver": "her daughter", "relation": "child", "obtained": "phone", "given_on": "2012-03-10", "language": "ko",
    "explained": "Who will read it.", "audiences": ["public"],
}  # fmt: skip
OUTSIDERS = ("jonas", "adaeze", "teo", "ruth", "noone")


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_a_whole_conversation_is_one_form(browser: Browser, case: Case, woman: Person) -> None:
    mina = browser("mina")
    assert mina.get(f"/cases/{case.pk}/consents/new/").status_code == HTTPStatus.OK
    sent = TALK | {"yes_": ["count", "event"], f"yes_{woman.pk}": ["age", "ties"], f"no_{woman.pk}": ["name"]}
    assert mina.post(f"/cases/{case.pk}/consents/new/", sent).url == f"/cases/{case.pk}/consents/"
    rows = Consent.objects.all()
    assert sorted((one.item, one.answer) for one in rows) == [
        ("age", "yes"), ("count", "yes"), ("event", "yes"), ("name", "no"), ("ties", "yes"),
    ]  # fmt: skip
    assert len({one.conversation for one in rows}) == 1
    page = text(mina.get(f"/cases/{case.pk}/consents/"))
    assert "her daughter, as their grown son or daughter" in page
    assert "Who will read it." in page


def test_yes_and_no_to_one_thing_is_nobodys_answer(browser: Browser, case: Case, woman: Person) -> None:
    sent = TALK | {f"yes_{woman.pk}": ["age"], f"no_{woman.pk}": ["age"]}
    answer = browser("mina").post(f"/cases/{case.pk}/consents/new/", sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Consent.objects.exists()
    answer = browser("mina").post(f"/cases/{case.pk}/consents/new/", TALK)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_no_to_what_is_live_is_told_before_it_is_recorded(
    browser: Browser, case: Case, woman: Person, approved: PublicRelease
) -> None:
    mina, sent = browser("mina"), TALK | {f"no_{woman.pk}": ["age"]}
    answer = mina.post(f"/cases/{case.pk}/consents/new/", sent)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "everything built on it goes dark" in text(answer)
    assert not Consent.objects.filter(answer="no").exists()
    mina.post(f"/cases/{case.pk}/consents/new/", sent | {"understood": "on"})
    approved.refresh_from_db()
    assert approved.state == "withdrawn"


def test_a_conflict_is_shown_with_what_to_do(browser: Browser, act: Act, case: Case, consent: Consent) -> None:
    disclosure.record_consent(
        actor=act("mina"), case=case, person=consent.person, item="age", audience="public", until=None,
        giver="a cousin", how="", relation="other", answer="no",
    )  # fmt: skip
    mina = browser("mina")
    page = text(mina.get(f"/cases/{case.pk}/consents/"))
    assert "One says yes, another no." in page
    assert "desk-cell-conflict" in page
    assert "somebody said no, and it is not settled" in text(mina.get("/"))


def test_what_ends_soon_is_marked_and_told(browser: Browser, act: Act, case: Case, woman: Person) -> None:
    told = {"audience": "public", "until": dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)}
    disclosure.record_consent(
        actor=act("mina"), case=case, person=woman, item="age", giver="her daughter", how="", **told
    )
    line = disclosure.Line({"en": "A woman of 70"}, [(woman, "age")])
    release = disclosure.propose_release(actor=act("mina"), case=case, audience="public", lines=[line], **WHY)
    disclosure.approve_release(actor=act("adaeze"), release=release)
    mina = browser("mina")
    assert "desk-cell-soon" in text(mina.get(f"/cases/{case.pk}/consents/"))
    assert "goes dark by itself" in text(mina.get("/"))


def test_the_code_is_shown_once_and_in_no_address(browser: Browser, case: Case) -> None:
    mina = browser("mina")
    shown = mina.post(f"/cases/{case.pk}/family-code/new/", {"holder": "her daughter"})
    code = re.search(r'desk-code" lang="en"><strong>([a-z ]+)</strong>', text(shown))
    assert code is not None
    assert "no-store" in shown.headers["Cache-Control"]
    assert find_code(code[1]) is not None
    for address in (f"/cases/{case.pk}/consents/", f"/cases/{case.pk}/", "/"):
        assert code[1] not in text(mina.get(address))
    kept = find_code(code[1])
    assert kept is not None
    again = mina.post(f"/cases/{case.pk}/family-code/{kept.pk}/replace/")
    assert "desk-code" in text(again)
    assert find_code(code[1]) is None


def test_the_ledger_tells_everything_in_its_exact_words(
    browser: Browser, case: Case, act: Act, campaign: Campaign, approved: PublicRelease
) -> None:
    line = disclosure.Line({"en": "At least 32 people", "ko": "최소 32명"}, [(None, "count")])
    newer = disclosure.propose_release(
        actor=act("mina"), case=case, audience="public", lines=[line], corrects=approved, gone_words={}, **WHY
    )
    page = text(browser("mina").get(f"/cases/{case.pk}/ledger/"))
    for words in ("A woman of 70", "70세 여성", "her daughter", "Adaeze", bytes(approved.sha256).hex()):
        assert words in page
    assert "/en/campaigns/save-my-friend/" in page
    assert "<ins>At least 32 people</ins>" in page or "<ins>32 </ins>" in page
    assert str(newer.pk) in page


@pytest.mark.parametrize("who", OUTSIDERS)
def test_whoever_is_not_of_the_case_finds_none_of_it(
    browser: Browser, act: Act, case: Case, approved: PublicRelease, who: str
) -> None:
    disclosure.give_family_code(actor=act("mina"), case=case, holder="her daughter")
    consent, stranger = Consent.objects.all()[0], browser(who)
    addresses = [
        f"/cases/{case.pk}/consents/", f"/cases/{case.pk}/consents/new/", f"/cases/{case.pk}/ledger/",
        f"/cases/{case.pk}/consents/{consent.pk}/withdraw/", f"/cases/{case.pk}/family-code/new/",
        f"/cases/{case.pk}/best-interests/new/", f"/releases/{approved.pk}/abort/", f"/releases/{approved.pk}/open/",
        f"/releases/{approved.pk}/",
    ]  # fmt: skip
    for address in addresses:
        assert stranger.get(address).status_code == HTTPStatus.NOT_FOUND, address
        assert stranger.post(address, TALK).status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
    approved.refresh_from_db()
    assert approved.state == "approved"
    assert Consent.objects.filter(withdrawn_at=None).count() == Consent.objects.count()


@pytest.fixture
def early(act: Act, case: Case, consent: Consent, woman: Person) -> PublicRelease:
    """Proposed for an hour to come, and shown to campaigners."""
    lines = [disclosure.Line({"en": "A woman of 70", "ko": "70세 여성"}, [(woman, "age")])]
    return disclosure.propose_release(
        actor=act("mina"), case=case, audience="public", lines=lines, prepare=True, gone_words={},
        embargo_until=timezone.now() + dt.timedelta(hours=2), **WHY,
    )  # fmt: skip


@pytest.fixture
def prepared(act: Act, early: PublicRelease) -> Campaign:
    found_site(actor=actors.system("installation"))
    words = CampaignWords("Save My Friend", "They must not be returned.", "Do not return them.", "I agree.")
    return campaigns.create_campaign(
        actor=act("teo"), slug="save-my-friend", goal=1000, release=early, texts={"en": words, "ko": words},
        addressees=[{"en": "The Chinese authorities", "ko": "중국 당국"}], publish_when_live=True,
    )  # fmt: skip


def shown() -> set[str]:
    return set(Published.objects.filter(path__contains="/campaigns/save-my-friend/").values_list("path", flat=True))


def test_everything_is_prepared_and_live_within_a_round(act: Act, early: PublicRelease, prepared: Campaign) -> None:
    words = LetterWords("What happened", "", "They need you now.")
    letter = mailings.draft_letter(actor=act("teo"), kind="newsletter", texts={"en": words}, release=early)
    mailings.prepare_letter(actor=act("teo"), letter=letter)
    with pytest.raises(Refused):
        mailings.send_letter(actor=act("teo"), letter=letter)
    disclosure.approve_release(actor=act("adaeze"), release=early)
    door.open_what_is_due()
    tending.bring_prepared_live()
    assert not shown()
    change = "UPDATE disclosure_public_release SET embargo_until = %s"
    without_triggers("disclosure_public_release", change, timezone.now() - dt.timedelta(seconds=1))
    door.open_what_is_due()
    tending.bring_prepared_live()
    prepared.refresh_from_db()
    assert (prepared.state, prepared.publish_when_live) == ("live", False)
    assert {"/en/campaigns/save-my-friend/", "/ko/campaigns/save-my-friend/"} <= shown()
    mailings.send_letter(actor=act("teo"), letter=letter)


@pytest.mark.parametrize("end", ["refused", "aborted"])
def test_what_was_prepared_on_a_release_that_never_came_stays_a_draft(
    act: Act, early: PublicRelease, prepared: Campaign, end: str
) -> None:
    if end == "refused":
        disclosure.refuse_release(actor=act("adaeze"), release=early)
    else:
        disclosure.abort_release(actor=act("mina"), release=early)
    tending.bring_prepared_live()
    with pytest.raises(Refused):
        campaigns.publish_campaign(actor=act("teo"), campaign=prepared)
    prepared.refresh_from_db()
    assert prepared.state == "draft"
    assert not shown()


def test_what_is_refused_at_the_last_moment_is_told_and_not_tried_for_ever(
    browser: Browser, act: Act, case: Case, early: PublicRelease, prepared: Campaign
) -> None:
    prepared.texts.filter(language="en").update(summary="Chon Pun-nyo must not be returned.")
    disclosure.approve_release(actor=act("adaeze"), release=early)
    change = "UPDATE disclosure_public_release SET embargo_until = %s"
    without_triggers("disclosure_public_release", change, timezone.now() - dt.timedelta(seconds=1))
    door.open_what_is_due()
    tending.bring_prepared_live()
    prepared.refresh_from_db()
    assert (prepared.state, prepared.publish_when_live, prepared.not_published) == ("draft", False, "sealed_name")
    assert "did not go live with its release" in text(browser("teo").get("/"))
    assert not shown()


def test_campaigners_choose_what_they_may_prepare_on_and_nothing_hidden(
    browser: Browser, act: Act, early: PublicRelease
) -> None:
    page = text(browser("teo").get("/campaigns/new/"))
    assert "A woman of 70 (waits for approval)" in page
    disclosure.let_prepare(actor=act("mina"), release=early, prepare=False)
    assert "A woman of 70" not in text(browser("teo").get("/campaigns/new/"))


def test_a_correction_takes_the_campaign_along(
    browser: Browser, act: Act, case: Case, campaign: Campaign, approved: PublicRelease
) -> None:
    line = disclosure.Line({"en": "At least 32 people", "ko": "최소 32명"}, [(None, "count")])
    newer = disclosure.propose_release(
        actor=act("mina"), case=case, audience="public", lines=[line], corrects=approved, gone_words={}, **WHY
    )
    disclosure.approve_release(actor=act("adaeze"), release=newer)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.release_id) == ("live", newer.pk)
    row = Published.objects.get(path="/en/campaigns/save-my-friend/")
    assert row.status == HTTPStatus.OK
    assert "At least 32 people" in bytes(row.body).decode()
    assert "A woman of 70" not in bytes(row.body).decode()
    assert Letter.objects.filter(campaign=campaign, state="standing", release=newer).count() == 2


def test_an_approver_calls_it_off_without_knowing_the_case(
    browser: Browser, act: Act, case: Case, early: PublicRelease
) -> None:
    disclosure.approve_release(actor=act("adaeze"), release=early)
    adaeze = browser("adaeze")
    page = text(adaeze.get("/decisions/"))
    assert "waits for its hour" in page
    assert str(case.pk) not in page
    adaeze.post(f"/decisions/{early.pk}/abort/")
    early.refresh_from_db()
    assert early.state == "aborted"


def test_grounds_are_asked_one_by_one(browser: Browser, act: Act, case: Case, woman: Person) -> None:
    mina = browser("mina")
    sent = {
        "person": str(woman.pk), "items": ["sex", "age"], "audience": "public", "unreachable": GROUNDS.unreachable,
        "risk": GROUNDS.risk, "benefit": GROUNDS.benefit, "alternatives": GROUNDS.alternatives,
        "review_on": (timezone.localdate() + dt.timedelta(days=30)).isoformat(),
    }  # fmt: skip
    assert mina.post(f"/cases/{case.pk}/best-interests/new/", sent | {"risk": ""}).status_code == 422
    assert mina.post(f"/cases/{case.pk}/best-interests/new/", sent).status_code == HTTPStatus.FOUND
    page = text(browser("adaeze").get("/decisions/"))
    assert page.count("Read and decide") == 2
    assert "A woman of 70" not in page
