"""What a campaigner does with a campaign; a caseworker and an approver are outsiders here."""

from __future__ import annotations

from typing import Any

import pytest

from tocsin.campaigns import actions
from tocsin.campaigns.counting import count
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.queries import public_campaigns, text_in
from tocsin.campaigns.signals import campaign_changed
from tocsin.campaigns.words import CampaignWords
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure import guard_index
from tocsin.disclosure.actions import withdraw_release
from tocsin.disclosure.models import PublicRelease
from tocsin.disclosure.tests.world import World
from tocsin.front.models import Published

from .crowd import COUNTING

WORDS = {
    "en": CampaignWords("Save My Friend", "They are about to be returned.", "Do not return them.", "I agree."),
    "ko": CampaignWords("내 친구를 구해 주세요", "곧 송환됩니다.", "송환하지 마십시오.", "동의합니다."),
}
ASKED = [{"en": "The authorities", "ko": "당국"}]


@pytest.fixture
def world(db: None) -> World:
    guard_index.forget()
    return World()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The states that were announced; the rooms below are away."""
    states: list[str] = []

    def listen(campaign: Campaign, **_more: object) -> None:
        states.append(campaign.state)

    monkeypatch.setattr(campaign_changed, "receivers", [])
    campaign_changed.connect(listen, weak=False)
    return states


def create(world: World, **more: Any) -> Campaign:
    said: dict[str, Any] = {
        "actor": world.teo, "slug": "save-my-friend", "goal": 200_000, "release": None, "texts": WORDS,
        "addressees": ASKED,
    }  # fmt: skip
    return actions.create_campaign(**said | more)


def test_a_campaign_goes_its_way(world: World, heard: list[str]) -> None:
    release = world.release()
    campaign = create(world, release=release)
    assert not public_campaigns().exists()
    actions.publish_campaign(actor=world.teo, campaign=campaign)
    assert list(public_campaigns()) == [campaign]
    actions.close_campaign(actor=world.teo, campaign=campaign)
    assert heard == ["live", "closed"]
    kinds = AuditEntry.objects.filter(subject=f"campaign:{campaign.pk}").values_list("kind", flat=True)
    assert sorted(kinds) == [
        "campaigns.campaign_closed",
        "campaigns.campaign_created",
        "campaigns.campaign_published",
    ]


def test_its_words_and_addressees_are_kept(world: World) -> None:
    campaign = create(world)
    assert text_in(campaign, "ko").title == WORDS["ko"].title
    assert text_in(campaign, "fr").title == WORDS["en"].title
    assert campaign.addressees.get().names == ASKED[0]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"slug": "Save My Friend"}, "slug"),
        ({"slug": "save_my_friend"}, "slug"),
        ({"goal": 0}, "words"),
        ({"texts": {}}, "words"),
        ({"texts": {"en": CampaignWords("Title", "", "", "")}}, "words"),
        ({"addressees": []}, "addressee"),
        ({"unpublished_countries": ["XX"]}, "country"),
    ],
)
def test_what_makes_no_campaign(world: World, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        create(world, **wrong)
    assert refused.value.code == code


def test_an_address_is_taken_once(world: World) -> None:
    create(world)
    with pytest.raises(Refused, match="taken"):
        create(world)


def test_nothing_is_published_without_an_approved_release(world: World, heard: list[str]) -> None:
    campaign = create(world)
    with pytest.raises(Refused, match="no release"):
        actions.publish_campaign(actor=world.teo, campaign=campaign)
    world.consent()
    proposed = world.proposal()
    with pytest.raises(Refused) as refused:
        actions.set_release(actor=world.teo, campaign=campaign, release=proposed)
    assert refused.value.code == "not_approved"
    Campaign.objects.update(release=proposed)
    with pytest.raises(Refused) as refused:
        actions.publish_campaign(actor=world.teo, campaign=campaign)
    assert refused.value.code == "not_approved"
    assert heard == []


def test_withdrawing_the_release_darkens_the_campaign_and_its_figures(world: World, heard: list[str]) -> None:
    release = world.release()
    campaign = actions.publish_campaign(actor=world.teo, campaign=create(world, release=release))
    count(actor=COUNTING)
    assert Published.objects.filter(path__startswith="/campaigns/").exists()
    withdraw_release(actor=world.mina, release=release)
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DARK
    assert heard == ["live", "dark"]
    count(actor=COUNTING)
    assert not Published.objects.filter(path__startswith="/campaigns/").exists()
    with pytest.raises(Refused) as refused:
        actions.publish_campaign(actor=world.teo, campaign=campaign)
    assert refused.value.code == "withdrawn"


def test_a_campaign_follows_its_case_to_another_release(world: World, heard: list[str]) -> None:
    first = world.release()
    campaign = actions.publish_campaign(actor=world.teo, campaign=create(world, release=first))
    second = world.release()
    actions.set_release(actor=world.teo, campaign=campaign, release=second)
    withdraw_release(actor=world.mina, release=first)
    campaign.refresh_from_db()
    assert (campaign.release_id, campaign.state) == (second.pk, "live")


def test_a_campaign_comes_back_from_the_dark_with_a_new_release(world: World, heard: list[str]) -> None:
    campaign = actions.publish_campaign(actor=world.teo, campaign=create(world, release=world.release()))
    withdraw_release(actor=world.mina, release=PublicRelease.objects.get())
    actions.set_release(actor=world.teo, campaign=campaign, release=world.release())
    actions.publish_campaign(actor=world.teo, campaign=campaign)
    assert heard == ["live", "dark", "dark", "live"]


def test_only_what_is_open_is_closed(world: World) -> None:
    with pytest.raises(Refused) as refused:
        actions.close_campaign(actor=world.teo, campaign=create(world))
    assert refused.value.code == "state"


@pytest.mark.parametrize("outsider", ["mina", "adaeze", "ruth"])
def test_others_do_nothing_to_campaigns(world: World, heard: list[str], outsider: str) -> None:
    release, campaign = world.release(), create(world)
    actor = world.actor(outsider)
    for attempt in (
        lambda: create(world, actor=actor, slug="another"),
        lambda: actions.set_release(actor=actor, campaign=campaign, release=release),
        lambda: actions.publish_campaign(actor=actor, campaign=campaign),
        lambda: actions.close_campaign(actor=actor, campaign=campaign),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert Campaign.objects.get().state == "draft"
    assert heard == []
