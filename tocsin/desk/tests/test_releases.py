"""The door as the desk has it: drafting with its refusals in place, deciding, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from tocsin.accounts.models import RoleGrant, Staff
from tocsin.cases.models import Case, Person
from tocsin.disclosure.models import Consent, PublicRelease

from .conftest import PASSWORD, SEALED

Browser = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def draft(en: str, ko: str, rests_on: list[str]) -> dict[str, object]:
    """What the form sends for a release of one line."""
    return {
        "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0", "lines-0-en": en, "lines-0-ko": ko,
        "lines-0-rests_on": rests_on, "audience": "public", "reasons": "The return is near.", "gone_status": "410",
        "gone_words_en": "Taken down.", "gone_words_ko": "내렸습니다.",
    }  # fmt: skip


def post(client: Client, case: Case, **sent: object) -> object:
    return client.post(f"/cases/{case.pk}/releases/new/", sent)


def test_a_line_with_consent_is_proposed(browser: Browser, case: Case, woman: Person, consent: Consent) -> None:
    answer = post(browser("mina"), case, **draft("A woman of 70", "70세 여성", [f"{woman.pk}:age"]))
    release = PublicRelease.objects.get()
    assert answer.url == f"/releases/{release.pk}/"
    assert release.state == "proposed"


def test_without_consent_the_form_says_so_and_loses_nothing(browser: Browser, case: Case, woman: Person) -> None:
    answer = post(browser("mina"), case, **draft("A woman of 70", "70세 여성", []))
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "desk-refusal" in page
    assert "A woman of 70" in page
    assert "The return is near." in page
    assert not PublicRelease.objects.exists()


def test_a_sealed_name_is_refused_without_being_said(
    browser: Browser, case: Case, woman: Person, consent: Consent
) -> None:
    answer = post(browser("mina"), case, **draft(f"{SEALED}, 70", "70세 여성", [f"{woman.pk}:age"]))
    refusal = answer.content.decode().split("desk-refusal")[1].split("</div>")[0]
    assert answer.status_code == HTTPStatus.CONFLICT
    assert SEALED not in refusal
    assert not PublicRelease.objects.exists()


def test_one_person_cannot_do_both(
    browser: Browser, staff: dict[str, Staff], propose: Callable[[], PublicRelease]
) -> None:
    RoleGrant.objects.create(staff=staff["mina"], role="approver", state="granted")
    release, mina = propose(), browser("mina")
    prove(mina)
    answer = mina.post(f"/decisions/{release.pk}/approve/")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "it takes a second person" in answer.content.decode()
    release.refresh_from_db()
    assert release.state == "proposed"


def test_more_lines_keep_what_was_typed(browser: Browser, case: Case, consent: Consent) -> None:
    answer = post(browser("mina"), case, **draft("Half a line", "", []), more="yes")
    page = answer.content.decode()
    assert "Half a line" in page
    assert 'name="lines-5-en"' in page
    assert not PublicRelease.objects.exists()


def prove(client: Client) -> None:
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == HTTPStatus.FOUND


def test_approving_asks_again_and_then_goes_on(browser: Browser, propose: Callable[[], PublicRelease]) -> None:
    release, adaeze = propose(), browser("adaeze")
    asked = adaeze.post(f"/decisions/{release.pk}/approve/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    release.refresh_from_db()
    assert release.state == "proposed"
    wrong = adaeze.post(asked.url, {"password": "not the password at all"})
    assert wrong.status_code == HTTPStatus.OK
    done = adaeze.post(asked.url, {"password": PASSWORD, "next": f"/decisions/{release.pk}/approve/"})
    assert done.url == "/decisions/"
    release.refresh_from_db()
    assert release.state == "approved"


def test_refusing_lets_nothing_out(browser: Browser, propose: Callable[[], PublicRelease]) -> None:
    release, adaeze = propose(), browser("adaeze")
    prove(adaeze)
    assert adaeze.post(f"/decisions/{release.pk}/refuse/").url == "/decisions/"
    release.refresh_from_db()
    assert release.state == "refused"


def test_one_caseworker_withdraws_with_one_button(browser: Browser, approved: PublicRelease) -> None:
    assert browser("jonas").post(f"/releases/{approved.pk}/withdraw/").status_code == HTTPStatus.NOT_FOUND
    assert browser("adaeze").post(f"/releases/{approved.pk}/withdraw/").status_code == HTTPStatus.NOT_FOUND
    assert browser("mina").post(f"/releases/{approved.pk}/withdraw/").url == f"/releases/{approved.pk}/"
    approved.refresh_from_db()
    assert approved.state == "withdrawn"


def test_withdrawing_a_consent_is_told_on_the_home(
    browser: Browser, case: Case, consent: Consent, approved: PublicRelease
) -> None:
    mina = browser("mina")
    assert b"nobody agrees to any more" not in mina.get("/").content
    mina.post(f"/cases/{case.pk}/consents/{consent.pk}/withdraw/")
    assert b"nobody agrees to any more" in mina.get("/").content
