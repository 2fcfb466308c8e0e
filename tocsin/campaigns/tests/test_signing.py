"""Signing, confirming, withdrawing, through the letterbox; Ann signs, Bob is somebody else, a stranger types."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.db.models import Sum

from tocsin.accounts.actors import system
from tocsin.campaigns.models import Campaign, Signature
from tocsin.front.models import LetterboxPoisoned, LetterboxTally
from tocsin.front.tests.posting import drain, now, post
from tocsin.supporters import actions, vault
from tocsin.supporters.models import Contact, Subscription, Suppression

from .crowd import (
    CONSENT,
    FORM,
    SLUG,
    Letters,
    confirm,
    contact_of,
    open_campaign,
    sign,
    signature_of,
    subscription_of,
    this_hour,
    withdraw,
)  # fmt: skip

ANN, BOB = "ann@example.org", "bob@example.net"
State = Signature.State


def run(*payloads: object) -> dict[str, dict[str, int]]:
    post(*payloads)  # type: ignore[arg-type]
    return drain()


def test_a_signature_waits_for_its_owner(campaign: Campaign, mail: Letters) -> None:
    assert run(sign(ANN)) == {"sign": {"signed": 1}}
    signature = signature_of(ANN)
    assert (signature.state, signature.country, signature.updates) == (State.PENDING, "KR", True)
    assert mail.asked == [("confirmation", signature.pk)]


def test_the_proof_of_consent_is_the_text_and_the_hour(campaign: Campaign) -> None:
    run(sign(ANN), sign(BOB, language="ko"))
    for email, language in ((ANN, "en"), (BOB, "ko")):
        signature = signature_of(email)
        assert signature.text_version == hashlib.sha256(CONSENT[language].encode()).hexdigest()
        assert signature.signed_at == this_hour()


def test_address_and_name_are_sealed(campaign: Campaign) -> None:
    run(sign(ANN))
    contact = contact_of(ANN)
    assert (vault.address_of(contact), vault.name_of(contact)) == (ANN, "Ann Example")
    stored = b"".join(bytes(value) for value in (contact.sealed_address, contact.sealed_name, contact.blind_index))
    assert b"ann" not in stored.lower()


def test_sealed_lengths_tell_nobody_from_another(campaign: Campaign) -> None:
    run(sign("a@example.org"), sign("a.much.longer.address.than.that@subdomain.example.org"))
    assert len({len(bytes(c.sealed_address)) for c in Contact.objects.all()}) == 1


def test_confirming_counts_once(campaign: Campaign) -> None:
    run(sign(ANN))
    signature = signature_of(ANN)
    assert run(confirm(signature)) == {"confirm": {"confirmed": 1}}
    assert run(confirm(signature), confirm(signature)) == {"confirm": {"already_confirmed": 2}}
    assert signature_of(ANN).confirmed_at == this_hour()


def test_two_clicks_in_one_batch_confirm_once(campaign: Campaign) -> None:
    run(sign(ANN))
    signature = signature_of(ANN)
    assert run(confirm(signature), confirm(signature)) == {"confirm": {"confirmed": 1, "already_confirmed": 1}}


def test_unknown_ids_are_an_outcome(campaign: Campaign) -> None:
    assert run(confirm(uuid.uuid4()), confirm("no uuid"), withdraw(uuid.uuid4()), withdraw("")) == {
        "confirm": {"unknown": 2},
        "withdraw": {"unknown": 2},
    }


@pytest.mark.parametrize(
    "spelling", ["ANN@example.org", "ann@EXAMPLE.ORG", " ann@example.org", "ａｎｎ@example.org"]
)  # fmt: skip
def test_one_mailbox_signs_once(campaign: Campaign, spelling: str) -> None:
    assert run(sign(ANN), sign(spelling)) == {"sign": {"signed": 1, "repeat": 1}}
    assert Signature.objects.count() == Contact.objects.count() == 1


def test_a_repeat_is_mailed_to_the_owner_three_times_in_all(campaign: Campaign, mail: Letters) -> None:
    for _ in range(5):
        run(sign(ANN))
    assert mail.take() == ["confirmation"] * 3
    run(confirm(signature_of(ANN)))
    for _ in range(5):
        run(sign(ANN))
    assert mail.take() == ["already_signed"] * 3


def test_repeats_in_one_batch_are_one_mail(campaign: Campaign, mail: Letters) -> None:
    assert run(*[sign(ANN) for _ in range(4)]) == {"sign": {"signed": 1, "repeat": 3}}
    assert mail.take() == ["confirmation"]


def test_a_repeat_changes_nothing_that_was_confirmed(campaign: Campaign) -> None:
    run(sign(ANN))
    run(confirm(signature_of(ANN)))
    run(sign(ANN, country="US", updates=False, name="A Stranger", language="ko"))
    signature, contact = signature_of(ANN), contact_of(ANN)
    assert (signature.state, signature.country, signature.updates) == (State.CONFIRMED, "KR", True)
    assert (vault.name_of(contact), contact.country, contact.language) == ("Ann Example", "KR", "en")


def test_what_is_confirmed_is_what_the_last_mail_said(campaign: Campaign) -> None:
    run(sign(ANN, updates=False))
    run(sign(ANN, updates=True))
    assert signature_of(ANN).updates is True
    run(sign(ANN, updates=False))
    run(sign(ANN, updates=True))  # a fourth: no mail tells of it
    assert signature_of(ANN).updates is False


def test_withdrawing_and_signing_again(campaign: Campaign, mail: Letters) -> None:
    run(sign(ANN))
    signature = signature_of(ANN)
    run(confirm(signature))
    assert run(withdraw(signature), withdraw(signature)) == {"withdraw": {"withdrawn": 1, "already_withdrawn": 1}}
    assert run(confirm(signature)) == {"confirm": {"withdrawn_before": 1}}
    assert run(sign(ANN, country="US")) == {"sign": {"signed": 1}}
    assert run(confirm(signature)) == {"confirm": {"confirmed": 1}}
    assert signature_of(ANN).country == "US"
    assert mail.take() == ["confirmation"] * 2


def test_steps_in_one_batch_happen_in_their_order(campaign: Campaign) -> None:
    """After an outage a whole evening of one person lies in one batch."""
    run(sign(ANN))
    signature, at = signature_of(ANN), now()
    post(sign(ANN, at + 3), withdraw(signature, at + 2), confirm(signature, at + 4), confirm(signature, at + 1))
    assert drain() == {"confirm": {"confirmed": 2}, "withdraw": {"withdrawn": 1}, "sign": {"signed": 1}}
    assert signature_of(ANN).state == State.CONFIRMED


@pytest.mark.parametrize("state", ["draft", "closed", "dark"])
def test_a_campaign_that_is_not_open_takes_no_signature(campaign: Campaign, mail: Letters, state: str) -> None:
    run(sign(BOB))
    Campaign.objects.update(state=state)
    assert run(sign(ANN), confirm(signature_of(BOB))) == {"sign": {"not_open": 1}, "confirm": {"not_open": 1}}
    assert mail.take() == ["confirmation"]
    assert Contact.objects.count() == 1


def test_a_closed_campaign_lets_signers_go(campaign: Campaign) -> None:
    run(sign(ANN))
    run(confirm(signature_of(ANN)))
    Campaign.objects.update(state="closed")
    assert run(withdraw(signature_of(ANN))) == {"withdraw": {"withdrawn": 1}}


def test_a_campaign_or_language_that_is_not_there(campaign: Campaign) -> None:
    assert run(sign(ANN, campaign="another"), sign(ANN, language="fr")) == {"sign": {"unknown": 2}}
    assert not Contact.objects.exists()


def test_one_person_signs_each_campaign(campaign: Campaign) -> None:
    open_campaign("another")
    assert run(sign(ANN), sign(ANN, campaign="another")) == {"sign": {"signed": 2}}
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(("reason", "outcome"), [("complained", "suppressed"), ("bounced", "suppressed"),
                                                 ("unsubscribed", "signed"), ("erased", "signed")])  # fmt: skip
def test_what_suppression_means_for_a_fresh_request(
    campaign: Campaign, mail: Letters, reason: str, outcome: str
) -> None:
    Suppression.objects.create(blind_index=vault.index_of(ANN), reason=reason, since=this_hour())
    assert run(sign("Ann@Example.org")) == {"sign": {outcome: 1}}
    assert Contact.objects.exists() == (outcome == "signed")
    assert mail.take() == (["confirmation"] if outcome == "signed" else [])


@pytest.mark.parametrize("updates", [True, False])
def test_confirming_a_wish_for_mail_lifts_ones_own_suppression(campaign: Campaign, updates: bool) -> None:
    Suppression.objects.create(blind_index=vault.index_of(ANN), reason="unsubscribed", since=this_hour())
    run(sign(ANN, updates=updates))
    assert Suppression.objects.exists()  # not by typing alone
    run(confirm(signature_of(ANN)))
    assert Suppression.objects.exists() == (not updates)


def test_the_ticked_newsletter_is_confirmed_with_the_signature(campaign: Campaign, mail: Letters) -> None:
    run(sign(ANN, newsletter=True))
    place = subscription_of(ANN)
    assert (place.state, place.text_version) == (Subscription.State.REQUESTED, FORM)
    assert mail.take() == ["confirmation"]
    run(confirm(signature_of(ANN)))
    assert subscription_of(ANN).state == Subscription.State.CONFIRMED


def test_the_newsletter_that_was_not_ticked_is_not_confirmed(campaign: Campaign) -> None:
    run(sign(ANN, newsletter=True))
    run(sign(ANN, newsletter=False))
    run(confirm(signature_of(ANN)))
    assert subscription_of(ANN).state == Subscription.State.REQUESTED


def test_a_signer_who_ticks_the_newsletter_later_is_asked(campaign: Campaign, mail: Letters) -> None:
    run(sign(ANN))
    run(confirm(signature_of(ANN)))
    run(sign(ANN, newsletter=True))
    assert sorted(mail.take()) == ["already_signed", "confirmation", "subscription"]
    assert subscription_of(ANN).state == Subscription.State.REQUESTED


def test_an_erased_person_confirms_nothing_and_may_come_anew(campaign: Campaign) -> None:
    run(sign(ANN), sign(BOB))
    run(confirm(signature_of(BOB)))
    pending, confirmed = signature_of(ANN), signature_of(BOB)
    for signature in (pending, confirmed):
        actions.erase_contact(actor=system("retention"), contact=signature.contact)
    assert run(confirm(pending)) == {"confirm": {"erased": 1}}
    states = {row.pk: (row.state, row.updates_ended_at is not None) for row in Signature.objects.all()}
    assert states == {pending.pk: (State.WITHDRAWN, True), confirmed.pk: (State.CONFIRMED, True)}
    assert run(sign(ANN)) == {"sign": {"signed": 1}}
    assert signature_of(ANN).pk != pending.pk


def test_an_owner_who_confirms_is_proven(campaign: Campaign) -> None:
    run(sign(ANN, name="A Stranger", language="ko"))
    run(sign(ANN))
    contact = contact_of(ANN)
    assert (contact.proven_at, vault.name_of(contact), contact.language) == (None, "Ann Example", "en")
    run(confirm(signature_of(ANN)))
    assert contact_of(ANN).proven_at == this_hour()


def test_rows_in_are_the_sum_of_outcomes(campaign: Campaign) -> None:
    rows = [sign(f"p{i % 7}@example.org") for i in range(20)] + [confirm(uuid.uuid4()), sign("no address")]
    run(*rows)
    assert LetterboxTally.objects.aggregate(Sum("rows")) == {"rows__sum": 22}
    assert LetterboxPoisoned.objects.get().why == "handler:ValueError"


def test_a_batch_takes_few_statements(campaign: Campaign, django_assert_max_num_queries: object) -> None:
    post(*[sign(f"p{i}@example.org") for i in range(60)])
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert drain() == {"sign": {"signed": 60}}
    post(*[confirm(row) for row in Signature.objects.all()])
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert drain() == {"confirm": {"confirmed": 60}}
    assert Signature.objects.filter(campaign__slug=SLUG, state=State.CONFIRMED).count() == 60
