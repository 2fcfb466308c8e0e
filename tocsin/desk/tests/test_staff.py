"""Inviting, granting, parting: through the screens."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from tocsin.accounts.models import RoleGrant, Staff

from .conftest import PASSWORD

Browser = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def proven(client: Client) -> Client:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_invited_staff_set_a_password_through_a_link_shown_once(staff: dict[str, Staff], browser: Browser) -> None:
    ruth = proven(browser("ruth"))
    answer = ruth.post("/staff/invite/", {"name": "Sora Kim", "email": "sora@tocsin.example", "language": "ko"})
    sora = Staff.objects.get(email="sora@tocsin.example")
    assert answer.url == f"/staff/{sora.pk}/invitation/"
    assert "/password/reset/key/" not in ruth.get(answer.url).content.decode()
    link = ruth.post(answer.url).content.decode().split('readonly value="')[1].split('"')[0]
    path = link.removeprefix("http://127.0.0.1:8001")
    guest = Client()
    page = guest.get(path, follow=True)
    assert page.status_code == HTTPStatus.OK
    words = "seven swallows over the river"
    guest.post(page.redirect_chain[-1][0], {"password1": words, "password2": words})
    sora.refresh_from_db()
    assert sora.check_password(words)
    assert "This link is spent" in Client().get(path, follow=True).content.decode()


def test_granting_asks_again(staff: dict[str, Staff], browser: Browser) -> None:
    there = f"/staff/{staff['noone'].pk}/role/"
    asked = browser("ruth").post(there, {"role": "campaigner"})
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert not staff["noone"].grants.exists()


def test_approver_takes_two_administrators(staff: dict[str, Staff], browser: Browser) -> None:
    ruth, ivo = proven(browser("ruth")), proven(browser("ivo"))
    ruth.post(f"/staff/{staff['noone'].pk}/role/", {"role": "approver"})
    grant = RoleGrant.objects.get(staff=staff["noone"])
    assert grant.state == "proposed"
    assert ruth.post(f"/staff/grants/{grant.pk}/confirm/").status_code == HTTPStatus.CONFLICT
    ivo.post(f"/staff/grants/{grant.pk}/confirm/")
    grant.refresh_from_db()
    assert grant.state == "granted"


def test_who_departs_is_out_at_once(staff: dict[str, Staff], browser: Browser) -> None:
    mina, ruth = browser("mina"), proven(browser("ruth"))
    assert mina.get("/").status_code == HTTPStatus.OK
    ruth.post(f"/staff/{staff['mina'].pk}/depart/")
    assert mina.get("/").url.startswith("/accounts/login/")
    answer = Client().post("/accounts/login/", {"login": "mina@tocsin.example", "password": PASSWORD})
    assert answer.status_code == HTTPStatus.OK


def test_everybody_chooses_their_language(staff: dict[str, Staff], browser: Browser) -> None:
    mina = browser("mina")
    mina.post("/me/", {"language": "ko"})
    assert 'lang="ko"' in mina.get("/").content.decode()


def test_the_audit_says_whether_its_chain_holds(staff: dict[str, Staff], browser: Browser) -> None:
    ruth = browser("ruth")
    assert b"The chain holds" in ruth.get("/audit/?verify").content
    page = ruth.get("/audit/?kind=accounts.staff_founded&who=installation").content
    assert page.count(b"accounts.staff_founded") >= len(staff)
