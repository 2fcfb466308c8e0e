"""Any sequence of signing, confirming, withdrawing and signing again, drained and counted at any moments.

The count, the recount and a model of it in ten lines agree.
"""

from __future__ import annotations

from contextlib import ExitStack
from unittest import mock

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tocsin.campaigns.counting import count, recount
from tocsin.campaigns.journal import by_country
from tocsin.campaigns.models import Campaign, Signature
from tocsin.campaigns.signals import already_signed, confirmation_wanted
from tocsin.front.models import LetterboxTally
from tocsin.front.payloads import AnyPayload
from tocsin.front.tests.posting import drain, now, post
from tocsin.supporters import vault
from tocsin.supporters.models import MOST_MAILS

from .crowd import COUNTING, confirm, open_campaign, sign, withdraw

PEOPLE = st.sampled_from(["ann@example.org", "ANN@Example.org", "bob@example.net", "eve@example.com"])
COUNTRIES = st.sampled_from(["KR", "US", "DE"])


class Petition(RuleBasedStateMachine):
    """``model`` says of each mailbox: its state and country. Rows wait in ``posted`` until they are drained."""

    def __init__(self) -> None:
        super().__init__()
        self.away = ExitStack()
        for signal in (confirmation_wanted, already_signed):
            self.away.enter_context(mock.patch.object(signal, "receivers", []))
        self.away.enter_context(transaction.atomic())
        self.campaign = open_campaign()
        self.at, self.rows = now() - 1000, 0
        self.model: dict[str, tuple[str, str]] = {}
        self.mails: dict[str, int] = {}

    def put(self, payload: AnyPayload) -> None:
        post(payload)
        self.rows += 1

    def tick(self) -> int:
        self.at += 1
        return self.at

    @rule(email=PEOPLE, country=COUNTRIES)
    def sign(self, email: str, country: str) -> None:
        who = email.lower()
        state, _country = self.model.get(who, ("withdrawn", ""))
        self.put(sign(email, self.tick(), country=country))
        self.drain()
        sent = self.mails.get(who, 0)
        if state == "withdrawn" or (state == "pending" and sent < MOST_MAILS):
            self.model[who] = ("pending", country)
        self.mails[who] = min(MOST_MAILS, sent + 1)

    @rule(email=PEOPLE, again=st.integers(1, 3))
    def confirm(self, email: str, again: int) -> None:
        who = email.lower()
        for _ in range(again):
            self.put(confirm(self.id_of(who), self.tick()))
        if self.model.get(who, ("", ""))[0] == "pending":
            self.model[who] = ("confirmed", self.model[who][1])
            self.mails[who] = 0

    @rule(email=PEOPLE)
    def withdraw(self, email: str) -> None:
        who = email.lower()
        self.put(withdraw(self.id_of(who), self.tick()))
        if who in self.model:
            self.model[who] = ("withdrawn", self.model[who][1])

    @rule()
    def count(self) -> None:
        count(actor=COUNTING)

    @rule()
    def drain(self) -> None:
        drain()

    def id_of(self, who: str) -> str:
        found = Signature.objects.filter(contact__blind_index=vault.index_of(who)).first()
        return str(found.pk) if found else "unknown"

    @invariant()
    def recount_agrees(self) -> None:
        assert recount(self.campaign).agrees

    def teardown(self) -> None:
        try:
            drain()
            count(actor=COUNTING)
            confirmed = [country for state, country in self.model.values() if state == "confirmed"]
            found = recount(self.campaign)
            counted = Campaign.objects.get().signature_count
            assert counted == found.confirmed == found.journal == len(confirmed)
            assert found.waiting == 0
            assert by_country(self.campaign) == {code: confirmed.count(code) for code in set(confirmed)}
            assert (LetterboxTally.objects.aggregate(sum=Sum("rows"))["sum"] or 0) == self.rows
        finally:
            transaction.set_rollback(True)
            self.away.close()


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """The machine's steps run in this test's transaction."""


def test_count_recount_and_model_agree() -> None:
    quick = settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Petition, settings=quick)
