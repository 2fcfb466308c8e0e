"""Writing, preparing, sending and stopping: who may, and what is refused."""

from __future__ import annotations

import pytest

from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure.actions import withdraw_release
from tocsin.disclosure.tests.world import HANGUL, LATIN, World
from tocsin.mailings import actions, claims, tasks
from tocsin.mailings.blocks import Button, Paragraph, Points, parse_body
from tocsin.mailings.models import Letter
from tocsin.mailings.words import LetterWords
from tocsin.post.tests.servers import Script

from .people import CAMPAIGNER, OUTSIDER, WORDS, campaign_of, contacts, newsletter, sign, states, subscribe, update

pytestmark = pytest.mark.django_db


def draft(body: str = "Words.", subject: str = "Subject") -> Letter:
    words = {"en": LetterWords(subject, "", body)}
    return actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.NEWSLETTER, texts=words)


def refusal(letter: Letter, action: object = actions.prepare_letter) -> str:
    with pytest.raises(Refused) as caught:
        action(actor=CAMPAIGNER, letter=letter)  # type: ignore[operator]
    return caught.value.code


def test_the_outsider_does_nothing(world: World) -> None:
    letter = newsletter()
    for step in (actions.prepare_letter, actions.send_letter, actions.stop_letter):
        with pytest.raises(NotPermitted):
            step(actor=OUTSIDER, letter=letter)
    with pytest.raises(NotPermitted):
        actions.draft_letter(actor=OUTSIDER, kind=Letter.Kind.NEWSLETTER, texts=WORDS)
    assert AuditEntry.objects.filter(kind="core.refusal").count() == 4


def test_an_update_needs_its_campaign(world: World) -> None:
    with pytest.raises(Refused):
        actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.UPDATE, texts=WORDS)
    with pytest.raises(Refused):
        actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.CONFIRMATION, texts=WORDS)


def test_a_draft_cannot_be_sent(world: World) -> None:
    assert refusal(draft(), actions.send_letter) == "state"


@pytest.mark.parametrize("name", [HANGUL, LATIN])
def test_a_sealed_name_is_refused(world: World, name: str) -> None:
    for letter in (draft(body=f"It is {name}."), draft(subject=f"For {name}")):
        assert refusal(letter) == "sealed_name"
        assert not letter.rendered.exists()


def test_marks_cannot_be_written_by_hand(world: World) -> None:
    assert refusal(draft(body="[Here](%%confirm%%)")) == "mark"


def test_words_are_words_in_html(world: World) -> None:
    letter = draft(body="<script>alert(1)</script> & “quotes” https://example.org/?a=1&b=2.", subject="<b>&\"'")
    actions.prepare_letter(actor=CAMPAIGNER, letter=letter)
    html = letter.rendered.get().html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html


def test_a_body_in_blocks() -> None:
    body = "One\nline\r\n\r\n- a\n- b\n\n[Go](https://example.org/x)\n\n?newsletter Only some.\n\nhttps://example.org"
    assert parse_body(body) == [
        Paragraph("One\nline"),
        Points(("a", "b")),
        Button("https://example.org/x", "Go"),
        Button("https://example.org"),
    ]
    assert Paragraph("Only some.") in parse_body(body, variant="newsletter")


def test_a_withdrawn_release_stops_its_letters_at_once(world: World, script: Script) -> None:
    release = world.release()
    campaign = campaign_of(release)
    sign(campaign, contacts(f"p{number}" for number in range(3)))
    subscribe(contacts(["reader"]))
    letter, other = update(campaign), newsletter()
    ready = actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.UPDATE, texts=WORDS, campaign=campaign)
    actions.prepare_letter(actor=CAMPAIGNER, letter=ready)
    standing = actions.prepare_standing_letters(actor=CAMPAIGNER, campaign=campaign)
    for queued in (letter, other):
        tasks.freeze_letter(letter_id=str(queued.pk))
    withdraw_release(actor=world.mina, release=release)
    for stopped in (letter, ready, *standing):
        stopped.refresh_from_db()
        assert stopped.state == "stopped"
        tasks.send_slice(letter_id=str(stopped.pk))
    assert states(letter) == {"stopped": 3}
    assert not script.taken
    assert refusal(ready, actions.send_letter) == "state"
    tasks.send_slice(letter_id=str(other.pk))
    assert states(other) == {"accepted": 1}


def test_a_letter_that_has_wholly_left_stays_finished(world: World, script: Script) -> None:
    release = world.release()
    campaign = campaign_of(release)
    sign(campaign, contacts(["a", "b"]))
    letter = update(campaign)
    tasks.freeze_letter(letter_id=str(letter.pk))
    tasks.send_slice(letter_id=str(letter.pk))
    withdraw_release(actor=world.mina, release=release)
    letter.refresh_from_db()
    assert letter.state == "finished"
    assert states(letter) == {"accepted": 2}


def test_a_claim_looks_at_the_release_itself(world: World) -> None:
    """Should a letter's state not follow its release, nothing is claimed all the same."""
    release = world.release()
    campaign = campaign_of(release)
    sign(campaign, contacts(["a"]))
    letter = update(campaign)
    tasks.freeze_letter(letter_id=str(letter.pk))
    withdraw_release(actor=world.mina, release=release)
    Letter.objects.filter(pk=letter.pk).update(state="sending")
    letter.envelopes.update(state="waiting", next_attempt_at="2012-03-20T09:00Z")
    assert not claims.claim_slice(claims.open_claim(letter.pk), letter.pk)
    assert claims.letters_with_due() == []


def test_a_withdrawn_release_cannot_be_written_about(world: World) -> None:
    release = world.release()
    campaign = campaign_of(release)
    letter = actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.UPDATE, texts=WORDS, campaign=campaign)
    withdraw_release(actor=world.mina, release=release)
    assert refusal(letter) == "state"  # it was stopped with the others
    late = actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.UPDATE, texts=WORDS, campaign=campaign)
    assert refusal(late) == "withdrawn"


def test_a_newly_sealed_name_stops_the_letters_that_hold_it(world: World, script: Script) -> None:
    subscribe(contacts(["a"]))
    clean = newsletter()
    dirty = draft(body="A friend called Byeol Nari-sol is among them.")
    actions.prepare_letter(actor=CAMPAIGNER, letter=dirty)
    actions.send_letter(actor=CAMPAIGNER, letter=dirty)
    for letter in (clean, dirty):
        tasks.freeze_letter(letter_id=str(letter.pk))
    world.learn("Byeol Nari-sol")
    for letter in (clean, dirty):
        letter.refresh_from_db()
        tasks.send_slice(letter_id=str(letter.pk))
    assert (dirty.state, states(dirty)) == ("stopped", {"stopped": 1})
    assert states(clean) == {"accepted": 1}


def test_bytes_that_the_guard_has_not_read_as_it_knows_names_now_stay(world: World) -> None:
    subscribe(contacts(["a"]))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    letter.rendered.filter(language="ko").update(guard_version=999)
    assert not claims.claim_slice(claims.open_claim(letter.pk), letter.pk)
    ready = draft()
    actions.prepare_letter(actor=CAMPAIGNER, letter=ready)
    ready.rendered.update(guard_version=999)
    assert refusal(ready, actions.send_letter) == "stale_verdict"


def test_what_is_sent_is_audited(world: World) -> None:
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    kinds = AuditEntry.objects.filter(subject=f"letter:{letter.pk}").order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == [
        "mailings.letter_drafted",
        "mailings.letter_prepared",
        "mailings.letter_sent",
        "mailings.audience_frozen",
    ]
