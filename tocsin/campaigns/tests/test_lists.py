"""Leaving lists and taking it back: the newsletter, a campaign's updates, everything."""

from __future__ import annotations

import uuid

import pytest

from tocsin.accounts.actors import system
from tocsin.campaigns.models import Campaign, Signature
from tocsin.front.tests.posting import drain, now, post
from tocsin.supporters import actions
from tocsin.supporters.models import Subscription, Suppression

from .crowd import (
    SLUG,
    Letters,
    confirm,
    contact_of,
    open_campaign,
    resubscribe,
    sign,
    signature_of,
    subscription_of,
    unsubscribe,
)  # fmt: skip

ANN, BOB = "ann@example.org", "bob@example.net"
DAY = 24 * 3600


def run(*payloads: object) -> dict[str, dict[str, int]]:
    post(*payloads)  # type: ignore[arg-type]
    return drain()


def on_all_lists(*emails: str) -> None:
    """They signed and confirmed both campaigns, with updates and the newsletter."""
    for slug in (SLUG, "another"):
        run(*[sign(email, campaign=slug, newsletter=True) for email in emails])
    run(*[confirm(row) for row in Signature.objects.all()])


@pytest.fixture
def lists(campaign: Campaign) -> None:
    open_campaign("another")
    on_all_lists(ANN, BOB)


def state(email: str) -> tuple[str, bool, bool]:
    """The subscription's state, and whether updates of the two campaigns go on."""
    goes_on = [signature_of(email, slug).updates_ended_at is None for slug in (SLUG, "another")]
    return subscription_of(email).state, goes_on[0], goes_on[1]


ALL_ON, ALL_OFF = ("confirmed", True, True), ("ended", False, False)


@pytest.mark.parametrize(
    ("about", "slug", "left"),
    [
        ("newsletter", "", ("ended", True, True)),
        ("updates", SLUG, ("confirmed", False, True)),
        ("updates", "another", ("confirmed", True, False)),
        ("", "", ALL_OFF),
        ("a list that is not", "", ALL_OFF),
    ],
)
def test_one_list_is_left_and_come_back_to(lists: None, about: str, slug: str, left: tuple[str, bool, bool]) -> None:
    ann = contact_of(ANN)
    assert run(unsubscribe(ann, about, slug)) == {"unsubscribe": {"unsubscribed": 1}}
    assert (state(ANN), state(BOB)) == (left, ALL_ON)
    assert Suppression.objects.exists() == (left == ALL_OFF)
    assert run(resubscribe(ann, about, slug)) == {"resubscribe": {"resubscribed": 1}}
    assert state(ANN) == ALL_ON
    assert not Suppression.objects.exists()


def test_leaving_is_no_withdrawal(lists: None) -> None:
    run(unsubscribe(contact_of(ANN)))
    assert signature_of(ANN).state == Signature.State.CONFIRMED


def test_leaving_twice(lists: None) -> None:
    ann = contact_of(ANN)
    rows = [unsubscribe(ann, "newsletter"), unsubscribe(ann, "newsletter"), unsubscribe(ann, "updates", SLUG)]
    assert run(*rows, unsubscribe(ann, "updates", SLUG)) == {
        "unsubscribe": {"unsubscribed": 2, "already_unsubscribed": 2}
    }


def test_the_last_click_of_a_batch_counts(lists: None) -> None:
    ann, at = contact_of(ANN), now()
    post(unsubscribe(ann, at=at + 2), resubscribe(ann, at=at + 1), unsubscribe(ann, at=at))
    assert drain() == {"unsubscribe": {"unsubscribed": 2}, "resubscribe": {"resubscribed": 1}}
    assert state(ANN) == ALL_OFF


def test_what_was_left_before_everything_is_not_brought_back(lists: None) -> None:
    ann, at = contact_of(ANN), now()
    run(unsubscribe(ann, "newsletter", at=at - 7200))
    run(unsubscribe(ann, at=at))
    run(resubscribe(ann, at=at))
    assert state(ANN) == ("ended", True, True)


@pytest.mark.parametrize(
    ("about", "slug", "outcome"),
    [("newsletter", "", "too_late"), ("updates", SLUG, "too_late"), ("", "", "nothing_to_undo")],
)
def test_an_old_link_puts_nobody_back(lists: None, about: str, slug: str, outcome: str) -> None:
    ann, at = contact_of(ANN), now()
    run(unsubscribe(ann, about, slug, at=at - 2 * DAY))
    left = state(ANN)
    assert run(resubscribe(ann, about, slug, at=at)) == {"resubscribe": {outcome: 1}}
    assert state(ANN) == left


def test_there_may_be_nothing_to_take_back(lists: None) -> None:
    ann = contact_of(ANN)
    rows = [resubscribe(ann, "newsletter"), resubscribe(ann, "updates", SLUG), resubscribe(ann)]
    assert run(*rows) == {"resubscribe": {"nothing_to_undo": 3}}


def test_who_is_not_known_or_erased(lists: None) -> None:
    erased = contact_of(BOB)
    actions.erase_contact(actor=system("retention"), contact=erased)
    rows = [unsubscribe(str(uuid.uuid4())), unsubscribe("x"), unsubscribe(erased), resubscribe(erased, "newsletter")]
    assert run(*rows) == {"unsubscribe": {"unknown": 2, "erased": 1}, "resubscribe": {"erased": 1}}
    assert subscription_of_id(erased.pk) == "ended"


def subscription_of_id(contact: uuid.UUID) -> str:
    return Subscription.objects.get(contact=contact).state


def test_a_list_that_one_is_not_on(campaign: Campaign) -> None:
    run(sign(ANN, updates=False))
    ann = contact_of(ANN)
    rows = [unsubscribe(ann, "newsletter"), unsubscribe(ann, "updates", SLUG), unsubscribe(ann, "updates", "no-such")]
    assert run(*rows) == {"unsubscribe": {"unknown": 3}}


def test_who_left_everything_comes_back_by_a_fresh_wish_alone(lists: None, mail: Letters) -> None:
    """Somebody types the address: nothing but the mail that asks. The owner confirms: that list, and no other."""
    run(unsubscribe(contact_of(ANN)))
    open_campaign("third")
    mail.take()
    run(sign(ANN, campaign="third"))
    assert mail.take() == ["confirmation"]
    assert Suppression.objects.count() == 1
    run(confirm(signature_of(ANN, "third")))
    assert not Suppression.objects.exists()
    assert state(ANN) == ALL_OFF
    assert signature_of(ANN, "third").updates_ended_at is None
