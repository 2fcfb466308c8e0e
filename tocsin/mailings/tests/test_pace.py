"""Paces: shared buckets that fall when a provider says that it is too much, and climb back; warming up; waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tocsin.disclosure.tests.world import World
from tocsin.mailings import buckets, pace, tasks
from tocsin.mailings.gate import Gate
from tocsin.mailings.models import Pace
from tocsin.post.providers import provider_of
from tocsin.post.tests.servers import Script

from .people import HOUR, contacts, newsletter, states, subscribe

GMAIL = "gmail"


def later(seconds: float) -> None:
    """Let time go by in the rows."""
    ago = timedelta(seconds=seconds)
    for row in Pace.objects.all():
        Pace.objects.filter(pk=row.pk).update(filled_at=row.filled_at - ago, changed_at=row.changed_at - ago)


def test_waits_double_up_to_hours_and_end_after_days() -> None:
    waits = [pace.retry_after(attempts) for attempts in range(1, pace.MOST_ATTEMPTS)]
    assert pace.retry_after(pace.MOST_ATTEMPTS) is None
    known = [wait for wait in waits if wait is not None]
    assert timedelta(minutes=1) < known[0] < timedelta(minutes=3)
    assert all(wait <= pace.LONGEST_RETRY * 1.2 for wait in known)
    assert timedelta(days=2) < sum(known, timedelta()) < timedelta(days=4)


@pytest.mark.parametrize(
    ("code", "enhanced", "about"),
    [
        (421, "4.7.0", True), (451, "4.7.1", True), (450, "4.2.1", True), (451, "4.3.2", True), (421, "", True),
        (452, "4.2.2", False), (450, "4.1.8", False), (550, "5.7.1", False), (250, "2.0.0", False), (None, "", False),
    ],
)  # fmt: skip
def test_which_replies_are_about_how_much_we_send(code: int | None, enhanced: str, about: bool) -> None:
    assert pace.is_about_pace(code, enhanced) is about


def test_warming_up_grows_by_half_each_day_for_three_weeks() -> None:
    first = date(2012, 3, 20)
    limits = [pace.warm_ceiling(first, first + timedelta(days=day)) for day in range(23)]
    assert limits[:3] == [250, 375, 562]
    assert limits[20] is not None
    assert limits[20] > 800_000
    assert limits[21:] == [None, None]
    assert pace.warm_ceiling(first, first - timedelta(days=3)) == 250
    assert pace.warm_ceiling(None, first) is None


@pytest.mark.parametrize(
    ("domain", "provider"),
    [
        ("gmail.com", "gmail"), ("googlemail.com", "gmail"), ("hotmail.co.uk", "outlook"), ("outlook.fr", "outlook"),
        ("yahoo.co.jp", "yahoo"), ("yahoo.com.br", "yahoo"), ("hanmail.net", "daum"), ("naver.com", "naver"),
        ("example.org", "other"), ("notgmail.com", "other"), ("yahoo.com.evil.example", "other"),
    ],
)  # fmt: skip
def test_whose_mailboxes_a_domain_has(domain: str, provider: str) -> None:
    assert provider_of(domain) == provider


@pytest.mark.django_db
def test_a_provider_that_says_nothing_is_not_held_back() -> None:
    assert buckets.take(GMAIL, 10_000).number == 10_000
    assert not Pace.objects.exists()


@pytest.mark.django_db
def test_the_rate_falls_to_what_is_taken_once_for_all_senders_and_climbs_back_until_it_is_none() -> None:
    assert buckets.slow_down(GMAIL, 40.0, 0.25) == 30.0
    assert buckets.slow_down(GMAIL, 40.0, 0.25) == 30.0  # another sender heard of the same
    later(pace.STEP_SECONDS + 1)
    buckets.note_relief(GMAIL)
    assert buckets.slow_down(GMAIL, 30.0, 0.9) == 15.0
    rates = []
    for _step in range(40):
        later(pace.STEP_SECONDS + 1)
        if buckets.take(GMAIL, 1).number == 1 and not Pace.objects.exists():
            break
        rates.append(Pace.objects.get().rate)
    assert rates == sorted(rates)
    assert rates[0] == 18.75
    assert not Pace.objects.exists()


@pytest.mark.django_db
def test_a_provider_that_puts_off_as_many_however_slowly_it_gets_them_is_not_starved() -> None:
    rate = buckets.slow_down(GMAIL, 40.0, 0.2)
    for _step in range(20):
        later(pace.STEP_SECONDS + 1)
        assert buckets.slow_down(GMAIL, rate, 0.2) == rate


@pytest.mark.django_db
def test_a_provider_with_a_limit_is_sent_to_at_about_that_limit() -> None:
    """A model of one: it takes 20 a second and puts off the rest. In ten minutes little is put off."""
    limit, sent, put_off, rate = 20.0, 0.0, 0.0, 100.0
    for _step in range(60):
        share = max(0.0, 1 - limit / rate)
        sent, put_off = sent + rate, put_off + rate * share
        later(pace.STEP_SECONDS + 1)
        if share >= pace.MANY:
            rate = buckets.slow_down(GMAIL, rate, share)
        else:
            buckets.note_relief(GMAIL)
            buckets.take(GMAIL, 1)
            rate = Pace.objects.get().rate
        Pace.objects.update(tokens=10.0)
    assert put_off / sent < 0.2
    assert sent / 60 > limit * 0.9


@pytest.mark.django_db
def test_tokens_come_with_time_and_are_shared() -> None:
    buckets.slow_down(GMAIL, 20.0, 0.5)  # to 10 a second
    none = buckets.take(GMAIL, 5)
    assert none.number == 0
    assert 0 < none.wait <= 0.2
    assert none.every == pytest.approx(0.1)
    later(1.0)
    assert buckets.take(GMAIL, 6).number == 6
    assert buckets.take(GMAIL, 9).number in (4, 5)
    later(3600)
    assert buckets.take(GMAIL, 1000).number <= 25  # no more than two seconds' worth is kept


@pytest.mark.django_db
def test_a_confirmation_goes_at_once_and_a_letter_waits_for_it() -> None:
    buckets.slow_down(GMAIL, 20.0, 0.5)
    assert buckets.take(GMAIL, 30, forced=True).number == 30
    assert buckets.take(GMAIL, 1).wait > 2.5  # the debt comes first


@pytest.fixture
def paced(settings: Any) -> None:
    settings.TOCSIN = replace(settings.TOCSIN, mail_pace={"example.org": 2.0})


@pytest.mark.django_db
def test_a_ceiling_from_the_settings_spreads_a_letter_out(world: World, script: Script, paced: None) -> None:
    subscribe(contacts(f"p{number}" for number in range(30)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    tasks.send_slice(letter_id=str(letter.pk))
    assert len(script.taken) <= 5
    waiting = letter.envelopes.filter(state="waiting")
    assert waiting.count() == 30 - len(script.taken)
    assert set(waiting.values_list("attempts", flat=True)) == {0}
    dues = sorted(waiting.values_list("next_attempt_at", flat=True))
    assert dues[0] <= timezone.now() + timedelta(seconds=2)
    assert dues[-1] > timezone.now() + timedelta(seconds=8)  # 25 more at two a second
    letter.envelopes.filter(state="waiting").update(next_attempt_at=HOUR)
    later(60)
    tasks.send_slice(letter_id=str(letter.pk))
    assert len(script.taken) <= 12


@pytest.mark.django_db
def test_a_new_domain_is_warmed_up_and_its_ceiling_is_kept_over_restarts(
    world: World, script: Script, settings: Any
) -> None:
    settings.TOCSIN = replace(settings.TOCSIN, mail_warm_up=timezone.now().date())
    bucket = buckets.bucket_of("example.org")
    buckets.ensure(bucket, None)
    Pace.objects.update(taken=245, tokens=1000.0)
    subscribe(contacts(f"p{number}" for number in range(20)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    tasks.send_slice(letter_id=str(letter.pk))
    assert states(letter) == {"accepted": 5, "waiting": 15}
    assert Pace.objects.get().taken == 250
    tomorrow = letter.envelopes.filter(state="waiting").values_list("next_attempt_at", flat=True)
    assert all(due > timezone.now() for due in tomorrow)


@pytest.mark.django_db
def test_answers_about_the_pace_slow_down_and_answers_about_a_mailbox_do_not() -> None:
    gate = Gate(forced=False)
    for number in range(40):
        gate.hear(GMAIL, "deferred" if number % 4 == 0 else "accepted", 452, "4.2.2")
    assert gate.settle() == {}
    gate.hear(GMAIL, "deferred", 421, "4.7.0")
    assert gate.settle() == {}  # one says nothing
    for number in range(40):
        gate.hear(GMAIL, "deferred" if number % 4 == 0 else "accepted", 421, "4.7.0")
    assert set(gate.settle()) == {GMAIL}
    assert Pace.objects.get().provider == GMAIL


@pytest.mark.django_db
def test_a_small_provider_is_not_named() -> None:
    name = buckets.bucket_of("family.example")
    assert name == buckets.bucket_of("family.example") != buckets.bucket_of("other.example")
    assert "family" not in name
    assert name.startswith("~")
    assert settings.TOCSIN.mail_pace == {}
