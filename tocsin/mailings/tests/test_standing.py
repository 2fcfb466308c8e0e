"""Automatic letters: what answers a person's own act."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tocsin.campaigns.models import Signature
from tocsin.campaigns.signals import already_signed, confirmation_wanted
from tocsin.core.actions import NotPermitted
from tocsin.disclosure.actions import withdraw_release
from tocsin.disclosure.tests.world import World
from tocsin.mailings import actions, tasks
from tocsin.mailings.models import Envelope, Letter
from tocsin.post.tests.servers import Script
from tocsin.supporters.models import Subscription, Suppression
from tocsin.supporters.signals import subscription_confirmation_wanted

from .people import CAMPAIGNER, HOUR, OUTSIDER, campaign_of, contact, sign, states, subscribe
from .test_sending import mails, part, token_of

pytestmark = pytest.mark.django_db


def want(signatures: Sequence[Signature]) -> None:
    confirmation_wanted.send(sender=Signature, signature_ids=frozenset(s.pk for s in signatures))


def link(mail: EmailMessage, path: str) -> str:
    (found,) = [word for word in part(mail, "plain").split() if urlsplit(word).path.endswith(path)]
    assert found in part(mail, "html")
    return found


def test_the_confirmation_says_what_matters(world: World, script: Script) -> None:
    campaign = campaign_of(world.release())
    letter, _again = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    signatures = sign(campaign, [contact("a", name="Buy at evil.example")], "pending", newsletter=True)
    signatures += sign(campaign, [contact("b", language="ko")], "pending")
    want(signatures)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 2}
    got = mails(script)
    a, b = got["a"], got["b"]
    assert a["Subject"] == "Please confirm your signature: Save My Friend"
    assert a["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in a
    assert "List-Id" not in a
    words = " ".join(part(a, "plain").split())
    for said in (
        "“Save My Friend”", "- Do not return them", "press the button", "If it was not you, do nothing",
        "withdraw my signature", "You also asked for our newsletter",
    ):  # fmt: skip
        assert said in words
    assert "evil" not in a.as_string()  # a stranger may have typed that name
    said = token_of(link(a, "/confirm/"), "confirm-signature")
    assert (said.subject, said.extra) == (str(signatures[0].pk), {"c": campaign.slug})
    assert said.expires is not None
    withdraw = token_of(link(a, "/withdraw/"), "withdraw-signature")
    assert (withdraw.subject, withdraw.expires) == (str(signatures[0].pk), None)
    assert urlsplit(link(b, "/confirm/")).path == f"/ko/campaigns/{campaign.slug}/confirm/"
    assert "newsletter" not in part(b, "plain").replace("newsletter.", "").split("https")[0]


def test_a_confirmation_may_be_wanted_twice_and_stops_once_confirmed(world: World, script: Script) -> None:
    campaign = campaign_of(world.release())
    letter, _again = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    signatures = sign(campaign, [contact("a")], "pending")
    want(signatures)
    want(signatures)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 2}
    want(signatures)
    Signature.objects.update(state="confirmed", confirmed_at=HOUR)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 2, "stopped": 1}


def test_who_left_once_may_still_confirm_but_not_who_complained(world: World, script: Script) -> None:
    campaign = campaign_of(world.release())
    letter, _again = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    left, complained = contact("left"), contact("complained")
    Suppression.objects.create(blind_index=left.blind_index, reason="unsubscribed", since=HOUR)
    Suppression.objects.create(blind_index=complained.blind_index, reason="complained", since=HOUR)
    want(sign(campaign, [left, complained], "pending"))
    tasks.send_slice(letter_id=str(letter.pk))
    assert list(mails(script)) == ["left"]
    assert states(letter) == {"accepted": 1, "stopped": 1}


def test_who_signed_before_is_told(world: World, script: Script) -> None:
    campaign = campaign_of(world.release())
    _first, letter = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    (signature,) = sign(campaign, [contact("a")])
    already_signed.send(sender=Signature, signature_ids=frozenset([signature.pk]))
    tasks.send_slice(letter_id=str(letter.pk))
    mail = mails(script)["a"]
    assert "counts once" in part(mail, "plain")
    assert "confirm-signature" not in mail.as_string()
    link(mail, "/withdraw/")


def test_a_subscription_is_confirmed_by_its_own_mail(world: World, script: Script) -> None:
    letter = actions.prepare_subscription_letter(actor=CAMPAIGNER)
    (subscription,) = subscribe([contact("a", language="ko")], "requested")
    subscription_confirmation_wanted.send(sender=Subscription, subscription_ids=frozenset([subscription.pk]))
    tasks.send_slice(letter_id=str(letter.pk))
    said = token_of(link(mails(script)["a"], "/ko/newsletter/confirm/"), "confirm-newsletter")
    assert said.subject == str(subscription.pk)


def test_every_text_is_there_in_korean(world: World) -> None:
    campaign = campaign_of(world.release())
    letters = [
        *actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign),
        actions.prepare_subscription_letter(actor=CAMPAIGNER),
    ]
    catalogue = Path(str(files("tocsin.mailings") / "locale/ko/LC_MESSAGES/django.po")).read_text()
    assert 'msgstr ""\n\n' not in catalogue.partition("#: ")[2]
    for letter in letters:
        assert set(letter.rendered.values_list("language", flat=True)) == {"en", "ko"}


def test_a_dangerous_campaign_is_not_named_in_the_inbox(world: World, script: Script) -> None:
    campaign = campaign_of(world.release(), dangerous=True)
    letter, _again = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    want(sign(campaign, [contact("a")], "pending"))
    tasks.send_slice(letter_id=str(letter.pk))
    mail = mails(script)["a"]
    assert mail["Subject"] == "Please confirm your e-mail address"
    assert "Lantern" not in mail["From"]


def test_preparing_anew_keeps_who_waits_unless_the_release_is_gone(world: World, script: Script) -> None:
    release = world.release()
    campaign = campaign_of(release)
    letter, _again = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    signatures = sign(campaign, [contact("a")], "pending")
    want(signatures)
    assert actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)[0] == letter
    assert states(letter) == {"waiting": 1}
    withdraw_release(actor=world.mina, release=release)
    want(signatures)
    assert states(letter) == {"stopped": 1}
    tasks.send_slice(letter_id=str(letter.pk))
    assert not script.taken


def test_without_a_letter_nobody_is_written_to(world: World) -> None:
    want(sign(campaign_of(world.release()), [contact("a")], "pending"))
    assert not Envelope.objects.exists()


def test_the_outsider_prepares_nothing(world: World) -> None:
    with pytest.raises(NotPermitted):
        actions.prepare_standing_letters(actor=OUTSIDER, campaign=campaign_of(world.release()))
    with pytest.raises(NotPermitted):
        actions.prepare_subscription_letter(actor=OUTSIDER)
    assert not Letter.objects.exists()
