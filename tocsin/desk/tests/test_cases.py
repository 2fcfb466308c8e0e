"""A case opened from a report has it in its file; consent of a group is for what can be told of a group."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client

from tocsin.cases.models import Case
from tocsin.core.actions import Actor
from tocsin.desk.tests.conftest import report as take_in
from tocsin.disclosure.models import Consent, PublicRelease

Browser = Callable[[str], Client]
pytestmark = pytest.mark.django_db

HOW = {
    "audiences": ["public"], "giver": "her aunt", "relation": "family", "obtained": "phone", "given_on": "2012-03-10",
    "explained": "Who will read it.",
}  # fmt: skip


def test_a_case_opened_from_a_report_takes_it_in(browser: Browser, act: Callable[[str], Actor]) -> None:
    report = take_in(act("mina"))
    browser("mina").post(f"/cases/new/?report={report.pk}", {"title": "Four at the river"})
    report.refresh_from_db()
    assert report.triage == "linked"
    assert report.case_id == Case.objects.get().pk


def test_no_report_of_others_and_no_nonsense(browser: Browser, case: Case, act: Callable[[str], Actor]) -> None:
    mine = take_in(act("mina"))
    browser("mina").post(f"/intake/{mine.pk}/link/", {"case": str(case.pk)})
    for named in (mine.pk, "nonsense"):
        assert browser("jonas").get(f"/cases/new/?report={named}").status_code == HTTPStatus.NOT_FOUND


def test_nobody_is_named_by_the_consent_of_a_group(browser: Browser, case: Case) -> None:
    answer = browser("mina").post(f"/cases/{case.pk}/consents/new/", HOW | {"yes_": ["count", "name"]})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Consent.objects.exists()
    browser("mina").post(f"/cases/{case.pk}/consents/new/", HOW | {"yes_": ["count", "event"]})
    assert Consent.objects.count() == 2


def test_the_approver_reads_what_the_family_would_say(browser: Browser, propose: Callable[[], PublicRelease]) -> None:
    release = propose()
    page = unescape(browser("adaeze").get(f"/decisions/{release.pk}/").content.decode())
    assert all(words in page for words in release.gone_words.values())
