"""What a tired caseworker runs into: no number is lost in silence, and what is missing is called by its name."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from tocsin.cases import actions as cases
from tocsin.cases.facts import PersonFacts
from tocsin.cases.models import Case, Person
from tocsin.core.actions import Actor
from tocsin.disclosure import actions as disclosure
from tocsin.disclosure.models import ReleaseDraft

Browser = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def girl(act: Callable[[str], Actor], case: Case) -> Person:
    return cases.add_person(
        actor=act("mina"), case=case, part="member", naming="withheld", description="A girl of 11",
        facts=PersonFacts.aged(11), names=[],
    )  # fmt: skip


def test_a_number_without_how_it_is_meant_is_not_dropped(browser: Browser) -> None:
    mina = browser("mina")
    answer = mina.post("/cases/new/", {"title": "The four", "count_number": "4"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say how the number is meant." in answer.content.decode()
    assert not Case.objects.exists()
    assert mina.post("/cases/new/", {"title": "The four"}).status_code == HTTPStatus.FOUND


def test_an_aunts_yes_for_a_child_asks_for_a_parent(
    act: Callable[[str], Actor], browser: Browser, case: Case, girl: Person
) -> None:
    told = {"audience": "public", "until": None, "giver": "her aunt", "how": "by telephone"}
    disclosure.record_consent(actor=act("mina"), case=case, person=girl, item="age", **told)
    mina = browser("mina")
    page = mina.get(f"/cases/{case.pk}/consents/").content.decode()
    assert "a parent must agree as well" in page
    assert "child's word" not in page.replace("&#x27;", "'")
    mina.post(f"/cases/{case.pk}/releases/new/", {
        "audience": "public", "languages": ["en", "ko"], "subjects": [f"person:{girl.pk}"],
    })  # fmt: skip
    page = mina.get(f"/releases/drafts/{ReleaseDraft.objects.get().pk}/rungs/").content.decode()
    assert "age: a parent must agree as well, or best interests be decided." in page
    assert "has run out" not in page


def test_an_event_can_be_recorded_before_any_report_is_in_the_file(browser: Browser, case: Case) -> None:
    mina, there = browser("mina"), f"/cases/{case.pk}/events/new/"
    assert "Resting on these reports" not in mina.get(there).content.decode()
    sent = {
        "kind": "detention", "happened": "2012-03", "account": "Held.", "source": "A partner",
        "reliability": "F", "confirmation": "probable",
    }  # fmt: skip
    assert mina.post(there, sent).status_code == HTTPStatus.FOUND
