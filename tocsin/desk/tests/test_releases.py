"""The door as the desk has it: deciding, and taking back. Drafting has its own file."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from tocsin.accounts.models import RoleGrant, Staff
from tocsin.cases.models import Case
from tocsin.disclosure.models import Consent, PublicRelease

from .conftest import PASSWORD

Browser = Callable[[str], Client]
pytestmark = pytest.mark.django_db


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
    asked = mina.get(f"/cases/{case.pk}/consents/{consent.pk}/withdraw/").content.decode()
    assert "goes dark at once" in asked
    assert f"/releases/{approved.pk}/" in asked
    assert b"was taken back" not in mina.get("/").content
    mina.post(f"/cases/{case.pk}/consents/{consent.pk}/withdraw/")
    approved.refresh_from_db()
    assert approved.state == "withdrawn"
    assert b"was taken back" in mina.get("/").content
