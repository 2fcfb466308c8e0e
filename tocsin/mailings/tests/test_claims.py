"""Claims: nobody is sent to twice, whoever works at the same time and whoever dies."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, connections

from tocsin.accounts.actors import system
from tocsin.disclosure import guard_index
from tocsin.disclosure.tests.world import World
from tocsin.mailings import claims, sending, tasks
from tocsin.mailings.actions import stop_letter
from tocsin.mailings.claims import SLICE, Slice, claim_slice
from tocsin.mailings.models import Letter
from tocsin.mailings.outcomes import Ending, record_slice
from tocsin.mailings.queries import progress
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


@pytest.mark.django_db
def test_a_slice_is_claimed_once(world: World) -> None:
    letter = frozen(SLICE + 5)
    first, second, third = (claim_slice(letter.pk) for _ in range(3))
    assert [len(piece.envelopes) for piece in (first, second, third)] == [SLICE, 5, 0]
    assert not {e.id for e in first.envelopes} & {e.id for e in second.envelopes}
    assert states(letter) == {"in_flight": SLICE + 5}


@pytest.mark.django_db
def test_the_dead_leave_uncertain_ones_which_are_never_sent_again(world: World, script: Script) -> None:
    letter = frozen(3)
    claim_slice(letter.pk)
    assert tasks.sweep_leases() == 0  # its holder may be alive
    letter.envelopes.update(lease_until=HOUR)
    assert tasks.sweep_leases() == 3
    letter.refresh_from_db()
    assert (letter.state, states(letter)) == ("finished", {"uncertain": 3})
    assert progress(letter).adds_up
    tasks.carry_on()
    tasks.send_slice(letter_id=str(letter.pk))
    assert not script.taken


@pytest.mark.django_db
def test_a_slow_holder_still_says_what_became_of_its_own(world: World) -> None:
    letter = frozen(2)
    piece = claim_slice(letter.pk)
    letter.envelopes.update(lease_until=HOUR)
    tasks.sweep_leases()
    record_slice(actor=MAILING, piece=piece, endings=endings(piece))
    assert states(letter) == {"accepted": 2}


@pytest.mark.django_db
def test_nobody_else_says_it(world: World) -> None:
    letter = frozen(2)
    piece = claim_slice(letter.pk)
    stranger = replace(piece, claim=uuid4())
    assert not record_slice(actor=MAILING, piece=stranger, endings=endings(piece))
    record_slice(actor=MAILING, piece=piece, endings=endings(piece))
    assert not record_slice(actor=MAILING, piece=piece, endings=endings(piece, "refused"))
    assert states(letter) == {"accepted": 2}


@pytest.mark.django_db
def test_a_claim_is_held_by_renewing_it(world: World) -> None:
    letter = frozen(1)
    piece = claim_slice(letter.pk)
    letter.envelopes.update(lease_until=HOUR)
    claims.renew(uuid4(), letter.pk)
    assert letter.envelopes.get().lease_until == HOUR
    claims.renew(piece.claim, letter.pk)
    assert tasks.sweep_leases() == 0


@COMMITTED
def test_two_workers_on_one_letter(script: Script) -> None:
    guard_index.forget()
    letter = frozen(150)

    def work() -> None:
        try:
            sending.send_slices(letter.pk, broadcast=True)
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
            sending.send_slices(letter.pk, broadcast=True)
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
    assert seen["accepted"] == len(script.taken) <= sent + 2  # one each was on the wire
    _forget_jobs()


def _forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
