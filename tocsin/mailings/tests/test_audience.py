"""Freezing: every candidate is in exactly one place, whatever became of them."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.accounts.actors import system
from tocsin.core.actions import NotPermitted
from tocsin.disclosure.tests.world import World
from tocsin.mailings import actions, audience
from tocsin.mailings.models import Envelope, Exclusion, Letter, LetterText
from tocsin.mailings.queries import progress
from tocsin.supporters.models import Contact, Suppression

from .people import CAMPAIGNER, HOUR, campaign_of, contacts, newsletter, sign, states, subscribe, update

pytestmark = pytest.mark.django_db
MAILING = system("mailing")

signers = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["pending", "confirmed", "withdrawn"]),
            "updates": st.booleans(),
            "ended": st.booleans(),
            "erased": st.booleans(),
            "suppressed": st.booleans(),
            "language": st.sampled_from(["en", "ko", "fr"]),
        }
    ),
    max_size=25,
)


def reason(signer: dict[str, object]) -> str | None:
    """What the rules say, told once more in Python."""
    if signer["erased"]:
        return "erased"
    if signer["state"] != "confirmed":
        return "withdrawn" if signer["state"] == "withdrawn" else "unconfirmed"
    if not signer["updates"]:
        return "declined"
    if signer["ended"]:
        return "unsubscribed"
    return "suppressed" if signer["suppressed"] else None


def erase(person: Contact) -> None:
    Contact.objects.filter(pk=person.pk).update(sealed_address=None, sealed_name=None, blind_index=None, erased_at=HOUR)


@given(crowd=signers)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_signer_is_in_one_place(world: World, crowd: list[dict[str, object]]) -> None:
    with transaction.atomic():
        campaign = campaign_of(None)
        run = uuid4().hex[:6]
        for number, signer in enumerate(crowd):
            (person,) = contacts([f"p{number}.{run}"], language=str(signer["language"]))
            fields = {"updates": signer["updates"], "updates_ended_at": HOUR if signer["ended"] else None}
            sign(campaign, [person], str(signer["state"]), **fields)
            if signer["suppressed"]:
                Suppression.objects.create(blind_index=person.blind_index, reason="unsubscribed", since=HOUR)
            if signer["erased"]:
                erase(person)
        letter = update(campaign)
        assert actions.freeze_audience(actor=MAILING, letter_id=letter.pk)
        seen = progress(letter)
        expected = Counter(reason(signer) for signer in crowd)
        assert seen.adds_up
        assert seen.candidates == len(crowd)
        assert seen.addressed == expected.pop(None, 0)
        assert seen.excluded == expected
        assert set(letter.envelopes.values_list("language", flat=True)) <= {"en", "ko"}


def test_the_list_is_the_newsletters_audience(world: World) -> None:
    subscribe(contacts(["a", "b"]))
    subscribe(contacts(["c"], language="ko"))
    subscribe(contacts(["asked"]), "requested")
    subscribe(contacts(["left"]), "ended")
    contacts(["never"])
    letter = newsletter()
    actions.freeze_audience(actor=MAILING, letter_id=letter.pk)
    seen = progress(letter)
    assert seen.candidates == 5
    assert seen.excluded == {"unconfirmed": 1, "unsubscribed": 1}
    assert Counter(letter.envelopes.values_list("language", flat=True)) == {"en": 2, "ko": 1}


def test_an_audience_is_frozen_once_and_stays_so(world: World) -> None:
    subscribe(contacts(["a"]))
    letter = newsletter()
    assert actions.freeze_audience(actor=MAILING, letter_id=letter.pk)
    (late,) = contacts(["late"])
    subscribe([late])
    assert not actions.freeze_audience(actor=MAILING, letter_id=letter.pk)
    assert states(letter) == {"waiting": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.create(letter=letter, contact=late, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.envelopes.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.create(letter=letter, reason="erased", contacts=3)


def test_the_database_refuses_a_sum_that_is_wrong(world: World) -> None:
    letter = Letter.objects.create(kind=Letter.Kind.NEWSLETTER)
    LetterText.objects.create(letter=letter, language="en", subject="x", body="x")
    Exclusion.objects.create(letter=letter, reason="declined", contacts=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        audience.freeze(letter)


def test_a_letter_to_nobody_is_finished_at_once(world: World) -> None:
    letter = newsletter()
    actions.freeze_audience(actor=MAILING, letter_id=letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.candidates) == ("finished", 0)


def test_only_the_system_freezes(world: World) -> None:
    letter = newsletter()
    for actor in (CAMPAIGNER, system("letterbox")):
        with pytest.raises(NotPermitted):
            actions.freeze_audience(actor=actor, letter_id=letter.pk)
