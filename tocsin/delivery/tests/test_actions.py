"""Handing over with the count of that moment, and telling what came of it; a caseworker is an outsider here."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tocsin.campaigns.models import Addressee, Campaign
from tocsin.campaigns.tests.crowd import open_campaign
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.dates import UncertainDate
from tocsin.core.models import AuditEntry
from tocsin.delivery import actions, queries
from tocsin.delivery.models import Handover, Reply
from tocsin.delivery.signals import delivered
from tocsin.disclosure import guard_index
from tocsin.disclosure.actions import withdraw_release
from tocsin.disclosure.tests.world import World

MARCH, APRIL = UncertainDate.parse("2012-03"), UncertainDate.parse("2012-04-1X")


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(delivered, "receivers", [])
    guard_index.forget()
    return World()


@pytest.fixture
def campaign(world: World) -> Campaign:
    campaign = open_campaign(release=world.release())
    Campaign.objects.update(signature_count=175_000)
    return campaign


def hand_over(world: World, campaign: Campaign, **more: object) -> Handover:
    said = {
        "actor": world.teo, "campaign": campaign, "addressee": campaign.addressees.get(), "handed_over": MARCH,
        "how": "in person",
    }  # fmt: skip
    return actions.record_handover(**said | more)  # type: ignore[arg-type]


def test_the_count_is_the_campaigns_at_that_moment(world: World, campaign: Campaign) -> None:
    handover = hand_over(world, campaign)
    Campaign.objects.update(signature_count=180_000)
    assert Handover.objects.get().signatures == handover.signatures == 175_000
    entry = AuditEntry.objects.get(kind="delivery.handover_recorded")
    assert (entry.subject, entry.detail) == (f"handover:{handover.pk}", {"signatures": 175_000})


def test_it_is_announced(world: World, campaign: Campaign) -> None:
    heard: list[Campaign] = []

    def listen(campaign: Campaign, **_more: object) -> None:
        heard.append(campaign)

    delivered.connect(listen)
    handover = hand_over(world, campaign)
    actions.record_reply(actor=world.teo, handover=handover, kind="none", as_of=APRIL)
    actions.record_outcome(
        actor=world.teo, campaign=campaign, release=campaign.release, kind="returned", as_of=MARCH
    )  # fmt: skip
    assert heard == [campaign] * 3


@pytest.mark.parametrize("state", ["draft", "dark"])
def test_only_a_public_campaign_is_handed_over(world: World, campaign: Campaign, state: str) -> None:
    Campaign.objects.update(state=state)
    with pytest.raises(Refused) as refused:
        hand_over(world, campaign)
    assert refused.value.code == "state"


def test_to_one_whom_it_asks(world: World, campaign: Campaign) -> None:
    other = Addressee.objects.create(
        campaign=open_campaign("another", release=campaign.release), names={"en": "Another"}
    )
    with pytest.raises(Refused) as refused:
        hand_over(world, campaign, addressee=other)
    assert refused.value.code == "addressee"
    with pytest.raises(Refused) as refused:
        hand_over(world, campaign, how=" ")
    assert refused.value.code == "words"


def test_no_reply_is_recorded_and_a_later_one_replaces_it(world: World, campaign: Campaign) -> None:
    handover = hand_over(world, campaign)
    assert list(queries.awaiting_reply()) == [handover]
    actions.record_reply(actor=world.teo, handover=handover, kind=Reply.Kind.NONE, as_of=MARCH)
    actions.record_reply(actor=world.teo, handover=handover, kind="answered", as_of=APRIL, text="We have read it.")
    assert not queries.awaiting_reply().exists()
    (told,) = queries.handovers(campaign, "ko")
    assert (told.addressee, told.signatures, told.reply.kind, told.reply.text) == (
        "당국",
        175_000,
        "answered",
        "We have read it.",
    )


def test_an_answer_has_words(world: World, campaign: Campaign) -> None:
    handover = hand_over(world, campaign)
    with pytest.raises(Refused):
        actions.record_reply(actor=world.teo, handover=handover, kind="answered", as_of=APRIL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(handover=handover, kind="answered", as_of=APRIL)


def test_an_outcome_is_told_while_its_release_stands(world: World, campaign: Campaign) -> None:
    release = world.release()
    actions.record_outcome(actor=world.teo, campaign=campaign, release=release, kind="returned", as_of=MARCH)
    assert queries.outcomes(campaign).get().kind == "returned"
    withdraw_release(actor=world.mina, release=release)
    assert not queries.outcomes(campaign).exists()
    with pytest.raises(Refused) as refused:
        actions.record_outcome(actor=world.teo, campaign=campaign, release=release, kind="returned", as_of=MARCH)
    assert refused.value.code == "withdrawn"


@pytest.mark.parametrize("outsider", ["mina", "adaeze", "ruth"])
def test_others_record_nothing(world: World, campaign: Campaign, outsider: str) -> None:
    handover, actor = hand_over(world, campaign), world.actor(outsider)
    for attempt in (
        lambda: hand_over(world, campaign, actor=actor),
        lambda: actions.record_reply(actor=actor, handover=handover, kind="none", as_of=APRIL),
        lambda: actions.record_outcome(
            actor=actor, campaign=campaign, release=campaign.release, kind="safe", as_of=APRIL
        ),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert Handover.objects.count() == 1
    assert not Reply.objects.exists()
