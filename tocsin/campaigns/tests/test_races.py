"""Two drains at once, over the same people: committed transactions on two connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.db.models import Sum

from tocsin.campaigns.counting import count, recount
from tocsin.campaigns.models import Campaign, Signature
from tocsin.front.drain import drain_batch
from tocsin.front.models import Letterbox, LetterboxPoisoned, LetterboxTally
from tocsin.front.tests.posting import LETTERBOX, post
from tocsin.supporters.models import Contact

from .crowd import COUNTING, Letters, confirm, open_campaign, sign, withdraw

pytestmark = pytest.mark.django_db(
    transaction=True, available_apps=["tocsin.front", "tocsin.supporters", "tocsin.campaigns"]
)


@pytest.fixture
def opened(transactional_db: None, mail: Letters) -> Campaign:
    return open_campaign()


def at_once(*work: Callable[[], object]) -> None:
    """Run these in threads of their own, and let none of them fail unseen."""
    failures, start = list[BaseException](), threading.Barrier(len(work), timeout=10)

    def run(each: Callable[[], object]) -> None:
        try:
            start.wait()
            each()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[each]) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures


def drain_all() -> None:
    while drain_batch(actor=LETTERBOX, limit=7).rows:
        pass


def test_the_same_people_in_both_drains_sign_once(opened: Campaign) -> None:
    people = [f"p{i}@example.org" for i in range(12)]
    post(*[sign(email) for _ in range(5) for email in people])
    at_once(drain_all, drain_all)
    drain_all()
    assert Contact.objects.count() == Signature.objects.count() == 12
    assert not Letterbox.objects.exists()
    assert not LetterboxPoisoned.objects.exists()
    tally = dict(LetterboxTally.objects.values_list("outcome").annotate(Sum("rows")))
    assert tally == {"signed": 12, "repeat": 48}


def test_confirmed_and_withdrawn_at_once_each_ends_once(opened: Campaign) -> None:
    post(*[sign(f"p{i}@example.org") for i in range(12)])
    drain_all()
    ids = list(Signature.objects.values_list("pk", flat=True))
    post(*[confirm(i) for _ in range(3) for i in ids], *[withdraw(i) for i in ids])
    at_once(drain_all, drain_all, lambda: count(actor=COUNTING))
    drain_all()
    count(actor=COUNTING)
    assert set(Signature.objects.values_list("state", flat=True)) == {"withdrawn"}
    found = recount(opened)
    assert (found.agrees, found.journal, found.waiting) == (True, 0, 0)
    rows = LetterboxTally.objects.aggregate(Sum("rows"))["rows__sum"]
    assert rows == 12 + 36 + 12


def test_two_counts_at_once_count_once(opened: Campaign) -> None:
    post(*[sign(f"p{i}@example.org") for i in range(12)])
    drain_all()
    post(*[confirm(i) for i in Signature.objects.values_list("pk", flat=True)])
    drain_all()
    at_once(lambda: count(actor=COUNTING), lambda: count(actor=COUNTING))
    assert Campaign.objects.get().signature_count == 12
    assert recount(opened).agrees
