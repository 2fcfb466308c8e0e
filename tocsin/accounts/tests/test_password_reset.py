"""A forgotten password: the mail leads to the desk's own address, whatever a stranger's request said of itself."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tocsin.accounts import actions
from tocsin.accounts.actors import system
from tocsin.accounts.models import Role

FORM = "/accounts/password/reset/"


@pytest.fixture
def ana(db: None) -> None:
    actions.found_staff(
        actor=system("installation"),
        email="ana@org.example",
        name="Ana Ruiz",
        language="en",
        roles=[Role.ADMINISTRATOR],
        password="twelve bells at midnight",
    )


@pytest.mark.parametrize("host", ["localhost:9999", "127.0.0.1:31337"])
def test_the_mail_names_the_desk_and_not_the_host_of_the_request(ana: None, host: str) -> None:
    answer = Client(headers={"host": host}).post(FORM, {"email": "ana@org.example"})
    assert answer.status_code == 302
    (message,) = mail.outbox
    assert host not in str(message.message())
    links = re.findall(r"https?://\S+", str(message.body))
    assert len(links) == 1
    assert links[0].startswith(f"{settings.WAGTAILADMIN_BASE_URL}{FORM}key/")
    assert settings.WAGTAIL_SITE_NAME in message.body
    page = Client().get(links[0].removeprefix(settings.WAGTAILADMIN_BASE_URL), follow=True)
    assert b'name="password1"' in page.content


def test_a_stranger_s_address_gets_no_mail_and_the_same_answer(ana: None) -> None:
    known, unknown = (Client().post(FORM, {"email": f"{who}@org.example"}) for who in ("ana", "nobody"))
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    assert len(mail.outbox) == 1
