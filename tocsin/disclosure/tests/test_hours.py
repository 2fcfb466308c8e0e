"""Embargo: two people decide, nothing leaves before the hour, one person calls it off, a missed hour waits."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure import queries, tending
from tocsin.disclosure.actions import (
    abort_release,
    approve_release,
    let_prepare,
    open_release,
    propose_release,
    record_consent,
    refuse_release,
    withdraw_consent,
)
from tocsin.disclosure.grounds import AT_RISK
from tocsin.disclosure.hours import LATE
from tocsin.disclosure.models import Consent, Dossier, PublicRelease
from tocsin.disclosure.words import Line

from .test_door import without_triggers
from .world import WHY, World

SOON = dt.timedelta(hours=3)


@pytest.fixture
def embargoed(world: World) -> PublicRelease:
    world.consent()
    release = world.proposal(embargo_until=timezone.now() + SOON)
    return approve_release(actor=world.adaeze, release=release)


def reach(release: PublicRelease, late: dt.timedelta = dt.timedelta(seconds=1)) -> None:
    """Let its hour have come, so long ago."""
    change = "UPDATE disclosure_public_release SET embargo_until = %s WHERE id = %s"
    without_triggers("disclosure_public_release", change, timezone.now() - late, release.pk)
    release.refresh_from_db()


def code(tries: object) -> str:
    with pytest.raises(Refused) as refused:
        tries()  # type: ignore[operator]
    assert refused.value.message
    return refused.value.code


@pytest.fixture(autouse=True)
def no_patience() -> None:
    tending._not_before.clear()


def test_nothing_is_published_before_the_hour(world: World, embargoed: PublicRelease) -> None:
    assert embargoed.state == "embargoed"
    assert embargoed.live_at is None
    assert code(lambda: queries.require_publishable(embargoed)) == "embargo"
    assert queries.require_preparable(embargoed) == embargoed
    assert code(lambda: open_release(actor=system("publishing"), release=embargoed)) == "embargo"
    tending.open_what_is_due()
    embargoed.refresh_from_db()
    assert embargoed.state == "embargoed"


def test_at_its_hour_it_goes_live_by_itself(world: World, embargoed: PublicRelease) -> None:
    reach(embargoed)
    tending.open_what_is_due()
    assert queries.require_publishable(embargoed).live_at is not None
    assert AuditEntry.objects.get(kind="disclosure.release_opened").actor == "system:publishing"


def test_a_missed_hour_waits_for_a_person(world: World, embargoed: PublicRelease) -> None:
    reach(embargoed, LATE + dt.timedelta(minutes=1))
    tending.open_what_is_due()
    embargoed.refresh_from_db()
    assert embargoed.state == "embargoed"
    assert queries.missed_hours() == [embargoed]
    assert code(lambda: open_release(actor=system("publishing"), release=embargoed)) == "missed"
    for who in ("jonas", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            open_release(actor=world.actor(who), release=embargoed)
    unproven = world.actor("haru", second_factor=False)
    assert code(lambda: open_release(actor=unproven, release=embargoed)) == "second_factor"
    open_release(actor=world.haru, release=embargoed)
    assert queries.require_publishable(embargoed)


@pytest.mark.parametrize("who", ["mina", "haru", "adaeze"])
@pytest.mark.parametrize("decided", [False, True])
def test_until_then_one_person_calls_it_off(world: World, who: str, decided: bool) -> None:
    world.consent()
    release = world.proposal(embargo_until=timezone.now() + SOON)
    if decided:
        approve_release(actor=world.adaeze, release=release)
    for other in ("jonas", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            abort_release(actor=world.actor(other), release=release)
    abort_release(actor=world.actor(who, second_factor=False), release=release)
    reach(release)
    tending.open_what_is_due()
    release.refresh_from_db()
    assert release.state == "aborted"
    assert code(lambda: queries.require_publishable(release)) == "withdrawn"
    assert code(lambda: queries.require_preparable(release)) == "withdrawn"


def test_what_is_live_is_not_called_off_but_withdrawn(world: World) -> None:
    release = world.release()
    assert code(lambda: abort_release(actor=world.mina, release=release)) == "not_proposed"


def test_a_consent_taken_back_meanwhile_holds_it(world: World, embargoed: PublicRelease) -> None:
    withdraw_consent(actor=world.mina, consent=Consent.objects.get(item="age"))
    reach(embargoed)
    before = AuditEntry.objects.count()
    tending.open_what_is_due()
    assert AuditEntry.objects.count() == before
    assert queries.missed_hours() == [embargoed]
    assert code(lambda: open_release(actor=world.haru, release=embargoed)) == "no_consent"


def test_a_name_learnt_meanwhile_holds_it_and_is_not_asked_at_every_round(
    world: World, embargoed: PublicRelease
) -> None:
    world.learn("woman of 70")
    reach(embargoed)
    tending.open_what_is_due()
    tending.open_what_is_due()
    embargoed.refresh_from_db()
    assert embargoed.state == "embargoed"
    refusals = AuditEntry.objects.filter(subject="action:disclosure.release_opened")
    assert [entry.detail["code"] for entry in refusals] == ["sealed_name"]


def test_decided_after_its_hour_it_is_live_at_once(world: World) -> None:
    world.consent()
    release = world.proposal(embargo_until=timezone.now() + SOON)
    reach(release)
    assert approve_release(actor=world.adaeze, release=release).state == "approved"


def test_an_hour_that_is_over_is_none(world: World) -> None:
    world.consent()
    assert code(lambda: world.proposal(embargo_until=timezone.now() - SOON)) == "embargo"
    with pytest.raises(ValueError, match="time zone"):
        world.proposal(embargo_until=dt.datetime(2030, 1, 1))  # noqa: DTZ001


MOVES = [
    ("UPDATE disclosure_public_release SET state = 'approved', live_at = now()", "before its hour"),
    ("UPDATE disclosure_public_release SET embargo_until = now()", "immutable"),
    ("UPDATE disclosure_public_release SET embargo_until = NULL", "immutable"),
    ("UPDATE disclosure_public_release SET live_at = now()", "does not move"),
    ("UPDATE disclosure_public_release SET state = 'proposed'", "does not move"),
    ("UPDATE disclosure_public_release SET prepare = true", "does not move"),
]


@pytest.mark.parametrize(("sql", "because"), MOVES)
def test_raw_sql_does_not_reach_the_hour(world: World, embargoed: PublicRelease, sql: str, because: str) -> None:
    with pytest.raises(IntegrityError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_raw_sql_does_not_bring_back_what_was_called_off(world: World, embargoed: PublicRelease) -> None:
    abort_release(actor=world.mina, release=embargoed)
    for state in ("proposed", "embargoed", "approved", "withdrawn"):
        with pytest.raises(IntegrityError, match="does not move"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE disclosure_public_release SET state = %s", [state])


def test_raw_sql_opens_nothing_that_lost_its_basis(world: World, embargoed: PublicRelease) -> None:
    withdraw_consent(actor=world.mina, consent=Consent.objects.get(item="age"))
    reach(embargoed)
    with pytest.raises(IntegrityError, match="nothing current"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_public_release SET state = 'approved', live_at = now()")


@pytest.mark.parametrize("missing", ["tried_quietly", "why_now"])
def test_going_public_says_what_was_tried_and_why_now(world: World, missing: str) -> None:
    world.consent()
    why = {**WHY, missing: " "}
    with pytest.raises(Refused) as refused:
        propose_release(actor=world.mina, case=world.case, audience="public", lines=world.lines(), **why)
    assert refused.value.code == "no_reasons"


@pytest.mark.parametrize("whose", AT_RISK)
def test_going_public_weighs_each_risk(world: World, whose: str) -> None:
    world.consent()
    why = {**WHY, "risks": {key: words for key, words in WHY["risks"].items() if key != whose}}
    with pytest.raises(Refused) as refused:
        propose_release(actor=world.mina, case=world.case, audience="public", lines=world.lines(), **why)
    assert refused.value.code == "no_reasons"
    assert "risk" in refused.value.message


def test_approvers_see_what_waits_and_campaigners_only_what_is_theirs(world: World) -> None:
    world.consent()
    hidden = world.proposal()
    assert hidden not in queries.preparable()
    with pytest.raises(NotPermitted):
        let_prepare(actor=world.teo, release=hidden, prepare=True)
    let_prepare(actor=world.mina, release=hidden, prepare=True)
    assert hidden in queries.preparable()
    assert code(lambda: queries.require_publishable(hidden)) == "not_approved"
    refuse_release(actor=world.adaeze, release=hidden)
    assert hidden not in queries.preparable()
    assert code(lambda: queries.require_preparable(hidden)) == "not_approved"


def test_what_is_for_a_few_is_never_shown_to_campaigners(world: World) -> None:
    record_consent(
        actor=world.mina, case=world.case, person=None, item="count", audience="diplomats", until=None,
        giver="a brother", how="by letter",
    )  # fmt: skip
    quiet = propose_release(
        actor=world.mina, case=world.case, audience="diplomats", why_now="They asked.", prepare=True,
        lines=[Line({"en": "At least 31."}, [(None, "count")])],
    )  # fmt: skip
    approve_release(actor=world.adaeze, release=quiet)
    assert list(queries.preparable()) == []
    assert Dossier.objects.get(release=quiet).version == 1


def test_only_an_approver_sees_what_is_embargoed(world: World, embargoed: PublicRelease) -> None:
    assert [one.release for one in queries.embargoed(world.adaeze)] == [embargoed]
    for who in ("mina", "jonas", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            queries.embargoed(world.actor(who))
