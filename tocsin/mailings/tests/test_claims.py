"""Claims: nobody is sent to twice, whoever works at the same time and whoever dies."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import F
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.disclosure import guard_index
from tocsin.disclosure.tests.world import World
from tocsin.mailings import claims, sending, tasks
from tocsin.mailings.actions import stop_letter
from tocsin.mailings.claims import ClaimLost, Slice, claim_slice, open_claim
from tocsin.mailings.models import Claim, Letter
from tocsin.mailings.outcomes import Ending, finish_letter, is_done, record_slice
from tocsin.mailings.queries import progress
from tocsin.mailings.run import Run
from tocsin.post import Fleet
from tocsin.post.tests.servers import Script

from .people import CAMPAIGNER, HOUR, contacts, newsletter, states, subscribe

MAILING = system("mailing")
COMMITTED = pytest.mark.django_db(
    transaction=True,
    available_apps=["tocsin.front", "tocsin.supporters", "tocsin.campaigns", "tocsin.mailings"],
)


def frozen(number: int) -> Letter:
    subscribe(contacts(f"p{n}" for n in range(number)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    return letter


def endings(piece: Slice, state: str = "accepted") -> list[Ending]:
    return [Ending(envelope.id, state, 250) for envelope in piece.envelopes]


def send(letter: Letter) -> None:
    """As a worker of its own would."""
    with Fleet(sending.relays(), connections=settings.TOCSIN.mail_connections) as fleet:
        with Run(letter.pk, fleet, None, forced=False) as run:
            while run.goes_on():
                if run.wants_more():
                    run.refill()
                run.step()
        tasks.carry_on()
    if is_done(Letter.objects.get(pk=letter.pk)):
        finish_letter(actor=MAILING, letter_id=letter.pk)


def taken(letter: Letter, most: int = claims.SLICE) -> tuple[UUID, Slice]:
    claim = open_claim(letter.pk)
    return claim, claim_slice(claim, letter.pk, most=most)


def fly(letter: Letter, most: int = claims.SLICE) -> tuple[UUID, Slice]:
    """A slice of which all may have left, as their sender has written down."""
    claim, piece = taken(letter, most)
    claims.name_in_flight(claim, [envelope.id for envelope in piece.envelopes])
    return claim, piece


@pytest.mark.django_db
def test_a_slice_is_claimed_once(world: World) -> None:
    letter = frozen(25)
    first, second, third = (taken(letter, 20)[1] for _ in range(3))
    assert [len(piece.envelopes) for piece in (first, second, third)] == [20, 5, 0]
    assert not {e.id for e in first.envelopes} & {e.id for e in second.envelopes}
    assert states(letter) == {"waiting": 25}  # nobody is written to yet


@pytest.mark.django_db
def test_only_what_may_have_left_is_uncertain_when_its_sender_dies(world: World, script: Script) -> None:
    letter = frozen(5)
    claim, piece = taken(letter)
    claims.name_in_flight(claim, [envelope.id for envelope in piece.envelopes[:3]])
    assert states(letter) == {"in_flight": 3, "waiting": 2}
    assert progress(letter).adds_up
    assert tasks.sweep_leases() == 0  # its holder may be alive
    Claim.objects.update(lease_until=HOUR)
    assert tasks.sweep_leases() == 3
    letter.refresh_from_db()
    assert (letter.state, states(letter)) == ("sending", {"uncertain": 3, "waiting": 2})
    tasks.send_slice(letter_id=str(letter.pk))
    letter.refresh_from_db()
    assert (letter.state, states(letter)) == ("finished", {"uncertain": 3, "accepted": 2})
    tasks.carry_on()
    tasks.send_slice(letter_id=str(letter.pk))
    assert len(script.taken) == 2


@pytest.mark.django_db
def test_a_slow_holder_still_says_what_became_of_its_own(world: World) -> None:
    letter = frozen(2)
    claim, piece = fly(letter)
    Claim.objects.update(lease_until=HOUR)
    tasks.sweep_leases()
    with pytest.raises(ClaimLost):
        claims.name_in_flight(claim, [])
    record_slice(actor=MAILING, letter_id=letter.pk, claim=claim, endings=endings(piece), ours=False)
    assert states(letter) == {"accepted": 2}


@pytest.mark.django_db
def test_nobody_else_says_it(world: World) -> None:
    letter = frozen(2)
    claim, piece = fly(letter)
    Claim.objects.update(lease_until=HOUR)
    tasks.sweep_leases()
    stranger = {"actor": MAILING, "letter_id": letter.pk, "claim": uuid4(), "ours": False}
    assert not record_slice(endings=endings(piece), **stranger)
    record_slice(actor=MAILING, letter_id=letter.pk, claim=claim, endings=endings(piece), ours=False)
    assert not record_slice(actor=MAILING, letter_id=letter.pk, claim=claim, endings=endings(piece, "refused"))
    assert states(letter) == {"accepted": 2}


@pytest.mark.django_db
def test_a_claim_is_held_by_renewing_it(world: World) -> None:
    letter = frozen(1)
    claim, _piece = fly(letter)
    Claim.objects.update(lease_until=HOUR)
    claims.name_in_flight(claim, [])
    assert tasks.sweep_leases() == 0


@pytest.mark.django_db
def test_what_another_holds_is_not_taken_nor_what_one_has_not_written_down(world: World) -> None:
    letter = frozen(6)
    _other, theirs = taken(letter, 2)
    claim, ours = taken(letter, 2)
    more = claim_slice(claim, letter.pk, [envelope.id for envelope in ours.envelopes])
    assert len(more.envelopes) == 2
    ids = [envelope.id for piece in (theirs, ours, more) for envelope in piece.envelopes]
    assert len(ids) == len(set(ids)) == 6


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [timedelta(hours=-5), timedelta(days=-30), timedelta(hours=5), timedelta(days=30)])
def test_a_clock_that_jumps_loses_nobody_and_repeats_nobody(world: World, script: Script, jump: timedelta) -> None:
    """Seen from the rows: all times in them lie as far off as the clock has jumped."""
    letter = frozen(4)
    claim, piece = taken(letter, 3)
    claims.name_in_flight(claim, [piece.envelopes[0].id])
    Claim.objects.update(lease_until=F("lease_until") - jump)
    Letter.objects.update(paused_until=timezone.now() - jump)
    tasks.sweep_leases()
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"uncertain": 1, "accepted": 3}
    assert len(script.taken) == 3
    record_slice(actor=MAILING, letter_id=letter.pk, claim=claim, endings=endings(piece)[:1], ours=False)
    assert states(letter) == {"accepted": 4}


@pytest.mark.django_db
def test_what_a_clock_that_was_set_back_puts_off_for_days_is_brought_forward(world: World) -> None:
    letter = frozen(2)
    letter.envelopes.update(next_attempt_at=timezone.now() + timedelta(days=30))
    assert not claims.letters_with_due()
    tasks.keep_going(timestamp=0)
    assert claims.letters_with_due() == [(letter.pk, False)]


@pytest.mark.django_db
def test_two_senders_with_the_same_slice(world: World, script: Script) -> None:
    """One was stopped for longer than its lease (a laptop's lid) and wakes up with a slice that others have sent."""
    letter = frozen(5)
    sleeper = Run(letter.pk, Fleet(sending.relays(), connections=1), None, forced=False)
    with sleeper:
        sleeper.refill()
        Claim.objects.update(lease_until=HOUR)
        tasks.sweep_leases()
        tasks.send_slice(letter_id=str(letter.pk))
        assert states(letter) == {"accepted": 5}
        while sleeper.goes_on():
            sleeper.step()
    assert states(letter) == {"accepted": 5}
    assert len(script.taken) == 5


@pytest.mark.django_db
def test_stopping_spares_what_is_on_its_way_for_its_sender_to_tell(world: World) -> None:
    letter = frozen(4)
    claim, piece = taken(letter)
    claims.name_in_flight(claim, [envelope.id for envelope in piece.envelopes[:2]])
    stop_letter(actor=CAMPAIGNER, letter=letter)
    assert states(letter) == {"in_flight": 2, "stopped": 2}
    told = [Ending(piece.envelopes[0].id, "accepted", 250), Ending(piece.envelopes[1].id, "waiting", tried=False)]
    record_slice(actor=MAILING, letter_id=letter.pk, claim=claim, endings=told)
    claims.close_claim(claim)
    assert states(letter) == {"accepted": 1, "stopped": 3}


@COMMITTED
def test_two_workers_on_one_letter(script: Script) -> None:
    guard_index.forget()
    letter = frozen(150)

    def work() -> None:
        try:
            send(letter)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    letter.refresh_from_db()
    assert (letter.state, states(letter)) == ("finished", {"accepted": 150})
    assert Counter(Counter(address for address, _raw in script.taken).values()) == {1: 150}
    _forget_jobs()


@COMMITTED
def test_stopping_waits_for_no_claim_and_misses_none(script: Script) -> None:
    """A letter is stopped while others claim: afterwards nothing of it waits."""
    guard_index.forget()
    letter = frozen(200)
    begun = threading.Event()

    def work() -> None:
        try:
            begun.set()
            send(letter)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    begun.wait(10)
    while len(script.taken) < 20:
        time.sleep(0.001)
    stop_letter(actor=CAMPAIGNER, letter=letter)
    sent = len(script.taken)
    for worker in workers:
        worker.join(60)
    seen = states(letter)
    assert set(seen) == {"accepted", "stopped"}
    assert sum(seen.values()) == 200
    assert seen["accepted"] == len(script.taken) <= sent + 2 * settings.TOCSIN.mail_connections  # those on the wire
    _forget_jobs()


def _forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
