"""A letter through a real relay: what arrives, and each way in which a message can end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.keys import keyring
from tocsin.core.links import Link
from tocsin.disclosure.tests.world import World
from tocsin.mailings import actions, pace, sending, stopping, tasks, watching
from tocsin.mailings.models import Claim, Envelope, Letter, Tempo
from tocsin.mailings.outcomes import record_slice
from tocsin.mailings.queries import progress, tempo, undecided
from tocsin.mailings.sending_actions import (
    leave_uncertain,
    pause_letter,
    resume_letter,
    send_refused_again,
    send_uncertain_again,
)
from tocsin.mailings.showing import show_sent
from tocsin.mailings.splicing import Tampered
from tocsin.post import Relay, Timeouts
from tocsin.post.tests.servers import DROP, Script
from tocsin.supporters.models import Contact, Subscription, Suppression

from .people import (
    CAMPAIGNER,
    HOUR,
    OUTSIDER,
    campaign_of,
    contact,
    contacts,
    newsletter,
    sign,
    states,
    subscribe,
    update,
)

pytestmark = pytest.mark.django_db


def send(letter: Letter) -> dict[str, int]:
    tasks.freeze_letter(letter_id=str(letter.pk))
    tasks.send_slice(letter_id=str(letter.pk))
    letter.refresh_from_db()
    return states(letter)


def mails(script: Script) -> dict[str, EmailMessage]:
    return {
        address.partition("@")[0]: message_from_bytes(raw, policy=policy.default)  # type: ignore[misc]
        for address, raw in script.taken
    }


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def token_of(link: str, purpose: str) -> Link:
    return keyring().link_verifier().verify(parse_qs(urlsplit(link).query)["t"][0], purpose)


def test_a_newsletter_reaches_each_in_their_language(world: World, script: Script) -> None:
    mina, haneul = contact("mina", name="Mina <Seo>"), contact("haneul", name="하늘", language="ko")
    subscribe([mina, haneul])
    letter = newsletter()
    assert send(letter) == {"accepted": 2}
    assert letter.state == "finished"
    got = mails(script)
    assert got["mina"]["Subject"] == "What happened"
    assert "Hello Mina" not in part(got["mina"], "plain")  # looks like anything but a name
    assert "First words.\n" in part(got["mina"], "plain")
    assert "- one\n- two\n" in part(got["mina"], "plain")
    assert got["haneul"]["Subject"] == "무슨 일이 있었나"
    assert "하늘" in part(got["haneul"], "plain")
    assert 'lang="ko"' in part(got["haneul"], "html")
    for mail in got.values():
        assert "%%" not in mail.as_string()
        assert "googleapis" not in part(mail, "html")
        assert settings.TOCSIN.postal_address in part(mail, "plain").replace("\n", " ")
    (sender, *_rest) = Envelope.objects.filter(contact=mina).values_list("id", flat=True)
    assert got["mina"]["Message-ID"] == f"<{sender}@{settings.TOCSIN.sender_domain}>"


def test_the_headers_of_a_bulk_message(world: World, script: Script) -> None:
    person = contact("a", name="A")
    subscribe([person])
    send(newsletter())
    mail = mails(script)["a"]
    link = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"].endswith(f"<newsletter.{settings.TOCSIN.sender_domain}>")
    assert "Auto-Submitted" not in mail
    assert link in part(mail, "plain")
    assert urlsplit(link).path == "/en/unsubscribe/"
    said = token_of(link, "unsubscribe")
    assert (said.subject, said.extra, said.expires) == (str(person.pk), {"k": "newsletter"}, None)
    assert len(parse_qs(urlsplit(link).query)["t"][0]) < 300


def test_an_update_names_its_campaign_and_leaves_it(world: World, script: Script) -> None:
    campaign = campaign_of(world.release())
    sign(campaign, [contact("a", name="Alma")])
    letter = update(campaign)
    assert letter.release == campaign.release
    send(letter)
    mail = mails(script)["a"]
    said = token_of(mail["List-Unsubscribe"].strip("<>"), "unsubscribe")
    assert said.extra == {"k": "updates", "c": campaign.slug}
    assert f"/en/campaigns/{campaign.slug}/" in part(mail, "plain")
    assert "Hello Alma," in part(mail, "plain")
    assert "Save My Friend" in part(mail, "html")


def test_a_dangerous_campaign_is_not_named_outside(world: World, script: Script) -> None:
    campaign = campaign_of(world.release(), dangerous=True)
    sign(campaign, [contact("a")])
    send(update(campaign))
    mail = mails(script)["a"]
    head = "".join(f"{name}: {value}\n" for name, value in mail.items() if name != "List-Unsubscribe")
    assert mail["Subject"] == "News for you"
    for telling in ("Save", campaign.slug, "What happened", settings.TOCSIN.organisation):
        assert telling not in head


def test_each_way_to_end(world: World, script: Script) -> None:
    subscribe(contacts(["fine", "full", "gone", "cut", "later"]))
    script.rcpt["gone"] = "550 5.1.1 no such mailbox"
    script.rcpt["full"] = "452 4.2.2 mailbox full"
    script.data["cut"] = DROP
    letter = newsletter()
    assert send(letter) == {"accepted": 2, "deferred": 1, "refused": 1, "uncertain": 1}
    assert letter.state == "finished"
    assert progress(letter).adds_up
    refused = letter.envelopes.get(state="refused")
    assert (refused.code, refused.enhanced, refused.attempts) == (550, "5.1.1", 1)
    deferred = letter.envelopes.get(state="deferred")
    assert deferred.code == 452
    assert deferred.next_attempt_at > timezone.now() + pace.FIRST_RETRY * 0.8
    assert deferred.attempts == 1


def test_the_deferred_are_tried_again_and_the_uncertain_never(world: World, script: Script) -> None:
    subscribe(contacts(["full", "cut"]))
    script.rcpt["full"] = "452 4.2.2 mailbox full"
    script.data["cut"] = DROP
    letter = newsletter()
    send(letter)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"deferred": 1, "uncertain": 1}  # neither is due
    due_now(letter)
    script.rcpt.clear()
    script.data.clear()
    tasks.carry_on()
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 1, "uncertain": 1}
    assert [address.partition("@")[0] for address, _raw in script.taken] == ["cut", "full"]


def due_now(letter: Letter) -> None:
    letter.envelopes.filter(state="deferred").update(next_attempt_at=HOUR)
    Letter.objects.filter(pk=letter.pk).update(paused_until=None)


def test_after_three_days_the_deferred_are_given_up(world: World, script: Script) -> None:
    subscribe(contacts(["full"]))
    script.rcpt["full"] = "452 4.2.2 mailbox full"
    letter = newsletter()
    send(letter)
    letter.envelopes.update(attempts=pace.MOST_ATTEMPTS - 1)
    due_now(letter)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"refused": 1}


def test_while_every_relay_is_away_the_letter_rests_and_nobody_is_blamed(
    world: World, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(contacts(f"p{number}" for number in range(3)))
    with monkeypatch.context() as patch:
        patch.setattr(sending, "relays", lambda: (Relay(host="127.0.0.1", port=9, timeouts=Timeouts.short(0.5)),))
        letter = newsletter()
        assert send(letter) == {"waiting": 3}
        assert letter.state == "sending"
        assert set(letter.envelopes.values_list("attempts", flat=True)) == {0}
        first = letter.pause
        Letter.objects.update(paused_until=None)
        tasks.send_slice(letter_id=str(letter.pk))
        letter.refresh_from_db()
        assert letter.pause > first > 0
    tasks.send_slice(letter_id=str(letter.pk))
    assert not script.taken  # it rests
    Letter.objects.update(paused_until=None)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 3}


def test_where_one_relay_is_away_the_other_takes_all(
    world: World, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(contacts(f"p{number}" for number in range(5)))
    away = Relay(host="127.0.0.1", port=9, timeouts=Timeouts.short(0.5), weight=5)
    here = sending.relays()[0]
    monkeypatch.setattr(sending, "relays", lambda: (away, here))
    assert send(newsletter()) == {"accepted": 5}


def test_who_left_meanwhile_is_not_written_to(world: World, script: Script) -> None:
    people = contacts(["stays", "left", "erased", "complained"])
    subscribe(people)
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    Subscription.objects.filter(contact=people[1]).update(state="ended", ended_at=HOUR)
    Suppression.objects.create(blind_index=people[3].blind_index, reason="complained", since=HOUR)
    Contact.objects.filter(pk=people[2].pk).update(
        sealed_address=None, sealed_name=None, blind_index=None, erased_at=HOUR
    )
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 1, "stopped": 3}
    assert list(mails(script)) == ["stays"]


def test_while_an_unsubscription_lies_unread_nobody_is_written_to(
    world: World, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(contacts(["a", "b"]))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    monkeypatch.setattr(sending, "_WAIT_FOR_DRAIN", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_still_there", lambda: True)
        assert sending.send_slices(letter.pk, broadcast=True) is True
        assert states(letter) == {"waiting": 2}
        assert not script.taken
    assert sending.send_slices(letter.pk, broadcast=True) is False
    assert states(letter) == {"accepted": 2}


def test_stopping_mid_letter(world: World, script: Script, monkeypatch: pytest.MonkeyPatch, one_line: None) -> None:
    subscribe(contacts(f"p{number}" for number in range(40)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    stop_after(script, monkeypatch, 5, lambda: actions.stop_letter(actor=CAMPAIGNER, letter=letter))
    tasks.send_slice(letter_id=str(letter.pk))
    letter.refresh_from_db()
    assert letter.state == "stopped"
    assert states(letter) == {"accepted": 5, "stopped": 35}
    assert progress(letter).adds_up
    tasks.carry_on()
    tasks.send_slice(letter_id=str(letter.pk))
    assert len(script.taken) == 5


def stop_after(script: Script, monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], object]) -> None:
    """Have something happen between two messages, and the sender hear of it."""

    def news(_watch: object) -> bool:
        if len(script.taken) == number and not done:
            done.append(True)
            act()
            return True
        return False

    done: list[bool] = []
    monkeypatch.setattr(watching.Watch, "news", news)


def test_pausing_and_going_on(world: World, script: Script, monkeypatch: pytest.MonkeyPatch, one_line: None) -> None:
    subscribe(contacts(f"p{number}" for number in range(12)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    stop_after(script, monkeypatch, 4, lambda: pause_letter(actor=CAMPAIGNER, letter=letter))
    tasks.send_slice(letter_id=str(letter.pk))
    letter.refresh_from_db()
    assert (letter.state, states(letter)) == ("paused", {"accepted": 4, "waiting": 8})
    assert set(letter.envelopes.filter(state="waiting").values_list("attempts", flat=True)) == {0}
    tasks.carry_on()
    tasks.send_slice(letter_id=str(letter.pk))
    assert len(script.taken) == 4
    with pytest.raises(NotPermitted):
        resume_letter(actor=OUTSIDER, letter=letter)
    resume_letter(actor=CAMPAIGNER, letter=letter)
    tasks.send_slice(letter_id=str(letter.pk))
    letter.refresh_from_db()
    assert (letter.state, states(letter)) == ("finished", {"accepted": 12})
    assert len({mail["Message-ID"] for mail in mails(script).values()}) == len(script.taken) == 12


def test_ending_the_process_puts_back_what_has_not_begun(
    world: World, script: Script, monkeypatch: pytest.MonkeyPatch, one_line: None
) -> None:
    subscribe(contacts(f"p{number}" for number in range(10)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    stop_after(script, monkeypatch, 3, stopping.asked.set)
    try:
        tasks.send_slice(letter_id=str(letter.pk))
    finally:
        stopping.asked.clear()
    assert states(letter) == {"accepted": 3, "waiting": 7}
    assert set(letter.envelopes.filter(state="waiting").values_list("attempts", flat=True)) == {0}
    assert not Claim.objects.exists()
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 10}
    assert len({mail["Message-ID"] for mail in mails(script).values()}) == len(script.taken) == 10


def test_something_unforeseen_costs_no_more_than_the_message_on_its_way(
    world: World, script: Script, monkeypatch: pytest.MonkeyPatch, one_line: None
) -> None:
    subscribe(contacts(f"p{number}" for number in range(10)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))

    def fail() -> None:
        raise RuntimeError("unforeseen")

    stop_after(script, monkeypatch, 4, fail)
    with pytest.raises(RuntimeError):
        tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 4, "waiting": 6}
    assert not Claim.objects.exists()
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 4, "waiting": 6}  # it rests
    Letter.objects.update(paused_until=None)
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 10}


def test_what_was_refused_for_a_passing_reason_can_be_sent_again(world: World, script: Script) -> None:
    subscribe(contacts(["fine", "full", "gone"]))
    script.rcpt["gone"] = "550 5.1.1 no such mailbox"
    script.rcpt["full"] = "552 5.2.2 mailbox full"
    letter = newsletter()
    assert send(letter) == {"accepted": 1, "refused": 2}
    script.rcpt.clear()
    with pytest.raises(NotPermitted):
        send_refused_again(actor=OUTSIDER, letter=letter)
    assert send_refused_again(actor=CAMPAIGNER, letter=letter) == 1
    assert letter.state == "sending"
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 2, "refused": 1}
    with pytest.raises(Refused) as refusal:
        send_refused_again(actor=CAMPAIGNER, letter=letter)
    assert refusal.value.code == "nobody"


def test_the_uncertain_wait_for_somebody_to_decide(world: World, script: Script) -> None:
    subscribe(contacts(["cut", "lost"]))
    script.data["cut"] = script.data["lost"] = DROP
    letter = newsletter()
    assert send(letter) == {"uncertain": 2}
    assert undecided(letter).count() == 2
    with pytest.raises(NotPermitted):
        send_uncertain_again(actor=OUTSIDER, letter=letter)
    with pytest.raises(NotPermitted):
        leave_uncertain(actor=OUTSIDER, letter=letter)
    letter.envelopes.filter(pk=undecided(letter)[0].pk).update(left_uncertain=True)
    script.data.clear()
    assert send_uncertain_again(actor=CAMPAIGNER, letter=letter) == 1
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 1, "uncertain": 1}
    assert not undecided(letter).exists()
    assert leave_uncertain(actor=CAMPAIGNER, letter=letter) == 0


def test_what_a_person_got_can_be_shown_again_without_its_keys(world: World, script: Script) -> None:
    mina = contact("mina", name="Mina Seo")
    subscribe([mina])
    letter = newsletter()
    envelope = None
    send(letter)
    envelope = letter.envelopes.get()
    shown = show_sent(actor=CAMPAIGNER, envelope_id=envelope.pk)
    got = mails(script)["mina"]
    assert (shown.address, shown.subject, shown.exact) == ("mina@example.org", got["Subject"], True)
    sent = re.sub(r"\?t=[\w-]+", "", part(got, "plain"))
    assert shown.text.replace("\r\n", "\n").strip() == sent.strip()
    assert "Hello Mina Seo," in shown.html
    assert "?t=" not in shown.html + shown.text
    assert "mina@" not in repr(shown)
    with pytest.raises(NotPermitted):
        show_sent(actor=OUTSIDER, envelope_id=envelope.pk)
    Contact.objects.filter(pk=mina.pk).update(sealed_address=None, sealed_name=None, blind_index=None, erased_at=HOUR)
    with pytest.raises(Refused) as refusal:
        show_sent(actor=CAMPAIGNER, envelope_id=envelope.pk)
    assert refusal.value.code == "gone"


def test_the_tempo_is_counted_by_provider(world: World, script: Script) -> None:
    subscribe(contacts(["a", "b", "gone"]))
    script.rcpt["gone"] = "550 5.1.1 no such mailbox"
    letter = newsletter()
    send(letter)
    now = tempo(letter, waiting=10)
    assert now.providers == {"other": {"accepted": 2, "refused": 1}}
    assert now.per_second > 0
    assert now.finishes_at is not None
    Tempo.objects.update(minute=datetime(2012, 3, 20, 9, 30, tzinfo=UTC))
    tasks.fold_tempo(timestamp=0)
    assert set(Tempo.objects.values_list("minute", flat=True)) == {HOUR}
    assert tempo(letter, waiting=0).providers == {"other": {"accepted": 2, "refused": 1}}


def test_changed_bytes_are_not_sent(world: World, script: Script) -> None:
    subscribe(contacts(["a"]))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    letter.rendered.filter(language="en").update(html="<p>Something else</p>")
    with pytest.raises(Tampered):
        tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"waiting": 1}
    assert not script.taken


def test_an_address_that_does_not_open_is_refused_not_retried(world: World, script: Script) -> None:
    broken, fine = contacts(["broken", "fine"])
    Contact.objects.filter(pk=broken.pk).update(sealed_address=b"\x01\x01" + bytes(60))
    subscribe([broken, fine])
    letter = newsletter()
    assert send(letter) == {"accepted": 1, "refused": 1}


def test_only_the_system_records(world: World) -> None:
    letter = newsletter()
    for actor in (CAMPAIGNER, system("letterbox")):
        with pytest.raises(NotPermitted):
            record_slice(actor=actor, letter_id=letter.pk, claim=letter.pk, endings=[])
