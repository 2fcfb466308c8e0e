"""Outside the demo: no second factor, no desk; and what cannot be taken back asks for it again."""

from __future__ import annotations

import re
import time
from typing import Any

import pyotp
import pytest
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

from tocsin.accounts import actions, actors, second_factor
from tocsin.accounts.models import Role, Staff
from tocsin.core.sealing import SealingError

pytestmark = pytest.mark.django_db
PASSWORD = "a long password of tests"


@pytest.fixture
def mina() -> Staff:
    return actions.found_staff(
        actor=actors.system("installation"),
        email="mina@tocsin.example",
        name="Mina",
        language="en",
        roles=[Role.CASEWORKER],
        password=PASSWORD,
    )


@pytest.fixture
def live(settings: Any) -> None:
    settings.TOCSIN_DEMO = False
    cache.clear()  # logins and codes are counted there
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def browser(live: None, mina: Staff) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": mina.email, "password": PASSWORD}).status_code == 302
    return client


def set_up(client: Client) -> str:
    """Set up an authenticator app through its page; returns its secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)[1]
    assert client.post("/accounts/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()}).status_code == 302
    return secret


def test_nobody_enters_before_a_second_factor_is_set_up(browser: Client) -> None:
    for path in ("/", "/cases/", "/me/", "/accounts/password/change/"):
        assert browser.get(path).url == "/accounts/2fa/", path
    assert browser.get("/accounts/2fa/").status_code == 200


def test_in_the_demo_the_password_is_enough(settings: Any, mina: Staff) -> None:
    settings.TOCSIN_DEMO = True
    client = Client()
    client.force_login(mina)
    assert client.get("/").status_code == 200


def test_with_it_one_enters_and_is_asked_for_it_at_login(browser: Client, mina: Staff) -> None:
    secret = set_up(browser)
    assert browser.get("/").status_code == 200
    again = Client()
    answer = again.post("/accounts/login/", {"login": mina.email, "password": PASSWORD})
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert again.get("/").url.startswith("/accounts/login/")
    time_step = pyotp.TOTP(secret).at(int(time.time()) + 30)
    again.post("/accounts/2fa/authenticate/", {"code": time_step})
    assert again.get("/").status_code == 200


def test_the_secret_lies_sealed_in_the_database(browser: Client, mina: Staff) -> None:
    secret = set_up(browser)
    stored = Authenticator.objects.get(user=mina, type="totp").data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret
    with pytest.raises(SealingError):
        get_adapter().decrypt(stored[:-8] + "AAAAAAA=")


def request_with(staff: Staff, client: Client, *records: dict[str, Any]) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user, request.session = staff, client.session
    request.session["account_authentication_methods_user"] = str(staff.pk)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = list(records)
    return request


def test_proof_counts_when_it_was_asked_again_and_for_five_minutes(settings: Any, mina: Staff, client: Client) -> None:
    client.force_login(mina)
    now = time.time()
    login = {"method": "mfa", "at": now}
    again = {"method": "mfa", "at": now - 290, "reauthenticated": True}
    old = {"method": "mfa", "at": now - 301, "reauthenticated": True}
    password = {"method": "password", "at": now, "reauthenticated": True}
    settings.TOCSIN_DEMO = False
    assert second_factor.recently_shown(request_with(mina, client, login, again))
    for records in ([], [login], [old], [password]):
        assert not second_factor.recently_shown(request_with(mina, client, *records)), records
    settings.TOCSIN_DEMO = True
    assert second_factor.recently_shown(request_with(mina, client, password))
    with pytest.raises(ReauthenticationRequired):
        second_factor.ask(request_with(mina, client, login))


def test_in_the_demo_too_whoever_has_one_must_show_it(settings: Any, mina: Staff, client: Client) -> None:
    settings.TOCSIN_DEMO = True
    client.force_login(mina)
    Authenticator.objects.create(user=mina, type="totp", data={"secret": get_adapter().encrypt("A" * 16)})
    password = {"method": "password", "at": time.time(), "reauthenticated": True}
    assert not second_factor.recently_shown(request_with(mina, client, password))


def test_nobody_signs_up(live: None) -> None:
    assert Client().get("/accounts/signup/").status_code == 404
    answer = Client().post(
        "/accounts/signup/", {"email": "x@tocsin.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 404
    assert not Staff.objects.exists()


def test_a_passkey_is_asked_before_a_code_and_neither_gives_way_to_the_password(live: None, mina: Staff) -> None:
    for kind in ("totp", "webauthn"):
        Authenticator.objects.create(user=mina, type=kind, data={"secret": get_adapter().encrypt("A" * 16)})
    methods = [method["id"] for method in get_account_adapter().get_reauthentication_methods(mina)]
    assert methods == ["mfa_reauthenticate:webauthn", "mfa_reauthenticate"]
