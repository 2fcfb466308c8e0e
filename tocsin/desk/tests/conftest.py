"""The desk's people, each logged in with a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tocsin.accounts import actions, actors
from tocsin.accounts.models import Staff
from tocsin.core.actions import Actor

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
