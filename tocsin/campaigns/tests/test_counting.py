"""The count runs behind the crowd, and agrees with it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tocsin.accounts.actors import system
from tocsin.campaigns import window_figures
from tocsin.campaigns.counting import count, recount, recount_campaign
from tocsin.campaigns.journal import by_country
from tocsin.campaigns.models import Campaign, CountJournal, Signature
from tocsin.campaigns.queries import disagreeing, figures
from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.models import AuditEntry
from tocsin.front.models import Published
from tocsin.front.tests.posting import drain, now, post

from .crowd import COUNTING, confirm, open_campaign, sign, signature_of, this_hour, withdraw


def signed(**countries: int) -> None:
    """So many people of each country sign and confirm."""
    before = Signature.objects.count()
    people = [
        (f"p{before + i}@example.org", c) for i, c in enumerate(c for c, n in countries.items() for _ in range(n))
    ]
    post(*[sign(email, country=country) for email, country in people])
    drain()
    post(*[confirm(row) for row in Signature.objects.filter(state="pending")])
    drain()


def shown(campaign: Campaign, which: str) -> Any:
    row = Published.objects.filter(path=f"/campaigns/{campaign.slug}/{which}.json").first()
    return json.loads(bytes(row.body)) if row else None


def test_only_the_confirmed_are_counted(campaign: Campaign) -> None:
    signed(KR=3)
    post(sign("pending@example.org"))
    drain()
    assert count(actor=COUNTING).changes == {campaign.pk: 3}
    assert figures(campaign).signatures == 3
    assert CountJournal.objects.get().hour == this_hour()
    assert shown(campaign, "count") == {"signatures": 3, "goal": 200_000, "as_of": int(this_hour().timestamp())}


def test_nothing_changed_writes_nothing(campaign: Campaign) -> None:
    signed(KR=1)
    count(actor=COUNTING)
    entries = AuditEntry.objects.count()
    assert count(actor=COUNTING).changes == {}
    assert AuditEntry.objects.count() == entries


def test_a_withdrawal_lets_the_count_fall(campaign: Campaign) -> None:
    signed(KR=2)
    count(actor=COUNTING)
    post(withdraw(Signature.objects.first()))
    drain()
    assert count(actor=COUNTING).changes == {campaign.pk: -1}
    assert recount(campaign).agrees
    assert shown(campaign, "count")["signatures"] == 1


def test_withdrawn_before_it_was_counted_never_counts(campaign: Campaign) -> None:
    signed(KR=1)
    post(withdraw(Signature.objects.get()))
    drain()
    assert count(actor=COUNTING).changes == {}
    assert figures(campaign).signatures == 0


def test_signing_again_from_elsewhere_moves_the_count(campaign: Campaign) -> None:
    """Withdrawn, signed and confirmed again between two counts."""
    signed(KR=1)
    count(actor=COUNTING)
    signature, at = Signature.objects.get(), now()
    post(withdraw(signature, at), sign("p0@example.org", at + 1, country="US"), confirm(signature, at + 2))
    drain()
    assert count(actor=COUNTING).changes == {campaign.pk: 0}
    assert by_country(campaign) == {"US": 1}
    assert recount(campaign).agrees


def test_campaigns_are_counted_each_for_itself(campaign: Campaign) -> None:
    other = open_campaign("another")
    signed(KR=2)
    post(sign("p0@example.org", campaign="another"))
    drain()
    post(confirm(signature_of("p0@example.org", "another")))
    drain()
    assert count(actor=COUNTING).changes == {campaign.pk: 2, other.pk: 1}


def test_a_new_campaigns_figures_are_put_at_once(campaign: Campaign) -> None:
    assert count(actor=COUNTING).published == {campaign.pk}
    assert shown(campaign, "count")["signatures"] == 0
    assert shown(campaign, "countries")["countries"] == {}


def test_a_dark_campaign_is_counted_but_not_shown(campaign: Campaign) -> None:
    signed(KR=2)
    Campaign.objects.update(state="dark")
    assert count(actor=COUNTING).changes == {campaign.pk: 2}
    assert shown(campaign, "count") is None


def test_countries_move_once_a_day_in_steps(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    day = dt.date(2012, 3, 20)
    monkeypatch.setattr(window_figures, "_today", lambda: day)
    signed(KR=13, US=4, DE=2)
    count(actor=COUNTING)
    assert shown(campaign, "countries")["countries"] == {}  # 19: too few to begin with
    signed(DE=4)
    count(actor=COUNTING)
    assert shown(campaign, "countries")["countries"] == {"DE": 5, "KR": 10}
    signed(KR=20)
    count(actor=COUNTING)
    assert shown(campaign, "countries")["countries"] == {"DE": 5, "KR": 10}
    day += dt.timedelta(days=1)
    count(actor=COUNTING)
    assert shown(campaign, "countries")["countries"] == {"DE": 5, "KR": 30}
    assert figures(campaign).countries == {"KR": 30, "DE": 5}


def test_what_went_dark_comes_back_with_the_countries_of_its_day(campaign: Campaign) -> None:
    signed(KR=20)
    count(actor=COUNTING)
    signed(KR=10)
    Published.objects.all().delete()
    count(actor=COUNTING)
    assert shown(campaign, "countries")["countries"] == {"KR": 20}


def test_unpublished_countries_are_nowhere(campaign: Campaign) -> None:
    Campaign.objects.update(unpublished_countries=["CN"])
    signed(KR=20, US=12, DE=6, FR=5, CN=11)
    count(actor=COUNTING)
    assert shown(campaign, "countries")["countries"] == {"KR": 20, "US": 10}


def test_a_recount_agrees_also_while_some_wait(campaign: Campaign) -> None:
    signed(KR=3, US=1)
    found = recount(campaign)
    assert (found.counted, found.journal, found.confirmed, found.waiting, found.agrees) == (0, 0, 4, 4, True)
    count(actor=COUNTING)
    found = recount_campaign(actor=COUNTING, campaign=campaign)
    assert (found.counted, found.journal, found.confirmed, found.waiting, found.agrees) == (4, 4, 4, 0, True)
    assert not disagreeing().exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: Campaign.objects.update(signature_count=5),
        lambda: CountJournal.objects.filter(country="KR").update(change=4),
        lambda: CountJournal.objects.filter(country="KR").update(country="DE"),
        lambda: Signature.objects.filter(country="KR").update(counted_country="US"),
        lambda: Signature.objects.filter(country="US").delete(),
    ],
)
def test_a_recount_that_disagrees_asks_for_attention(campaign: Campaign, spoil: object) -> None:
    signed(KR=3, US=1)
    count(actor=COUNTING)
    spoil()  # type: ignore[operator]
    assert not recount_campaign(actor=COUNTING, campaign=campaign).agrees
    assert list(disagreeing()) == [campaign]
    assert AuditEntry.objects.get(kind="campaigns.recounted").detail["agrees"] is False


@pytest.mark.parametrize("actor", [system("letterbox"), Actor("Teo", 1, frozenset({"campaigner"}))])
def test_nobody_else_counts(campaign: Campaign, actor: Actor) -> None:
    signed(KR=1)
    with pytest.raises(NotPermitted):
        count(actor=actor)
    with pytest.raises(NotPermitted):
        recount_campaign(actor=actor, campaign=campaign)
    assert figures(campaign).signatures == 0
