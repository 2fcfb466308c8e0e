"""The newsletter: asked for by anybody, confirmed by the owner, and nothing more than three mails in between."""

from __future__ import annotations

import uuid

import pytest

from tocsin.front.payloads import ConfirmSubscription, Subscribe
from tocsin.front.tests.posting import drain, now, post
from tocsin.supporters import queries, vault
from tocsin.supporters.models import Contact, Subscription, Suppression
from tocsin.supporters.tests.people import Post, contact_of, mail, subscription_of, this_hour, unsubscribe

__all__ = ["mail"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]
ANN = "ann@example.org"
FORM = "e" * 64


def run(*payloads: object) -> dict[str, dict[str, int]]:
    post(*payloads)  # type: ignore[arg-type]
    return drain()


def subscribe(email: str = ANN, form: str = FORM, language: str = "en") -> Subscribe:
    return Subscribe(language=language, at=now(), email=email, form=form)


def confirm(place: object) -> ConfirmSubscription:
    return ConfirmSubscription(language="en", at=now(), subscription=str(getattr(place, "pk", place)))


def test_it_waits_for_the_owner(mail: Post) -> None:
    assert run(subscribe()) == {"subscribe": {"requested": 1}}
    place = subscription_of(ANN)
    assert (place.state, place.text_version, place.requested_at) == ("requested", FORM, this_hour())
    assert mail.asked == [("subscription", place.pk)]
    assert vault.name_of(place.contact) == ""


def test_the_owner_confirms_once() -> None:
    run(subscribe())
    place = subscription_of(ANN)
    assert run(confirm(place), confirm(place)) == {"confirm-subscription": {"confirmed": 1, "already_confirmed": 1}}
    assert subscription_of(ANN).confirmed_at == contact_of(ANN).proven_at == this_hour()


def test_three_mails_and_no_more_until_the_owner_answers(mail: Post) -> None:
    for spelling in (ANN, "ANN@example.org", ANN, ANN, ANN):
        run(subscribe(spelling))
    assert mail.take() == ["subscription"] * 3
    run(unsubscribe(contact_of(ANN), "newsletter"))  # anybody with a forwarded letter can
    run(subscribe())
    assert mail.take() == []
    run(confirm(subscription_of(ANN)))
    run(unsubscribe(contact_of(ANN), "newsletter"))
    assert run(subscribe()) == {"subscribe": {"requested": 1}}
    assert mail.take() == ["subscription"]


def test_who_is_on_the_list_is_not_told_again(mail: Post) -> None:
    run(subscribe())
    run(confirm(subscription_of(ANN)))
    mail.take()
    assert run(subscribe(form="d" * 64)) == {"subscribe": {"repeat": 1}}
    assert mail.take() == []
    assert subscription_of(ANN).text_version == FORM


def test_the_proof_is_of_what_the_last_mail_said() -> None:
    run(subscribe())
    run(subscribe(form="d" * 64, language="ko"))
    place = subscription_of(ANN)
    assert (place.text_version, place.language) == ("d" * 64, "ko")


def test_repeats_in_one_batch(mail: Post) -> None:
    assert run(*[subscribe() for _ in range(4)]) == {"subscribe": {"requested": 1, "repeat": 3}}
    assert mail.take() == ["subscription"]
    assert Contact.objects.count() == Subscription.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("complained", "suppressed"), ("bounced", "suppressed"), ("unsubscribed", "requested"), ("erased", "requested")],
)
def test_suppressed_addresses(mail: Post, reason: str, outcome: str) -> None:
    Suppression.objects.create(blind_index=vault.index_of(ANN), reason=reason, since=this_hour())
    assert run(subscribe()) == {"subscribe": {outcome: 1}}
    assert Contact.objects.exists() == (outcome == "requested")
    if outcome == "requested":
        assert Suppression.objects.exists()
        run(confirm(subscription_of(ANN)))
        assert not Suppression.objects.exists()


def test_a_complaint_meanwhile_stands() -> None:
    run(subscribe())
    Suppression.objects.create(blind_index=vault.index_of(ANN), reason="complained", since=this_hour())
    assert run(confirm(subscription_of(ANN))) == {"confirm-subscription": {"suppressed": 1}}
    assert Suppression.objects.exists()


def test_what_ended_is_not_confirmed_by_an_old_link() -> None:
    run(subscribe())
    run(unsubscribe(contact_of(ANN), "newsletter"))
    assert run(confirm(subscription_of(ANN))) == {"confirm-subscription": {"ended_before": 1}}


def test_unknown_ids_are_an_outcome() -> None:
    assert run(confirm(uuid.uuid4()), confirm("x")) == {"confirm-subscription": {"unknown": 2}}


def test_figures() -> None:
    run(subscribe(), subscribe("bob@example.net"))
    run(confirm(subscription_of(ANN)))
    assert queries.list_figures() == queries.ListFigures(confirmed=1, requested=1, ended=0)
