"""A corrected version takes the place of an older one: two people, one moment, nothing of the old left standing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.cases.actions import assign_staff, open_case
from tocsin.core.actions import Refused
from tocsin.disclosure import queries, signals
from tocsin.disclosure.actions import approve_release, propose_release, record_consent, withdraw_release
from tocsin.disclosure.models import Dossier, PublicRelease
from tocsin.disclosure.words import Line
from tocsin.front.models import Published

from .test_door import without_triggers
from .test_release import put
from .world import WHY, World


def correction(world: World, older: PublicRelease) -> PublicRelease:
    lines = [Line({"en": "At least 32 people were held.", "ko": "최소 32명이 붙잡혀 있었다."}, [(None, "count")])]
    return world.proposal(lines, corrects=older)


@contextmanager
def hearing(heard: list[tuple[Any, ...]]) -> Iterator[None]:
    def hear(sender: type, release: PublicRelease, older: PublicRelease, **_kept: object) -> None:
        heard.append((release.state, older.state, queries.require_publishable(release).pk))

    signals.hear_correction(hear)
    try:
        yield
    finally:
        signals.release_superseded.disconnect(dispatch_uid=f"{hear.__module__}.{hear.__qualname__}")


def test_what_stands_moves_over_and_the_rest_goes_dark(world: World) -> None:
    older = world.release()
    put("/en/campaigns/a/", b"told", older)
    newer = correction(world, older)
    heard: list[tuple[Any, ...]] = []
    with hearing(heard):
        approve_release(actor=world.adaeze, release=newer)
    older.refresh_from_db()
    assert heard == [("approved", "approved", newer.pk)]
    assert older.state == "withdrawn"
    assert Dossier.objects.get(release=older).ended_by == "corrected"
    assert Published.objects.get().status == 410
    new, old = queries.ledger(world.mina, world.case).releases
    assert (new.corrects, old.corrected_by) == (1, (2,))
    assert [line.texts["en"] for line in new.older] == [
        "At least 31 people were held.", "A woman of 70 is among them.",
    ]  # fmt: skip


def test_until_it_is_approved_the_older_one_stands(world: World) -> None:
    older = world.release()
    correction(world, older)
    assert queries.require_publishable(older)
    (waiting,) = queries.to_decide(world.adaeze)
    assert len(waiting.older) == 2
    assert str(world.person.pk) not in repr(waiting)


def test_only_what_is_under_way_in_the_same_case_for_the_same_readers_is_corrected(world: World) -> None:
    older = world.release()
    withdraw_release(actor=world.mina, release=older)
    with pytest.raises(Refused) as refused:
        correction(world, older)
    assert (refused.value.code, bool(refused.value.remedy)) == ("corrects", True)
    standing = approve_release(actor=world.adaeze, release=world.proposal())
    other = open_case(actor=world.haru, title="Another")
    assign_staff(actor=world.haru, case=other, staff=world.staff["mina"])
    record_consent(
        actor=world.mina, case=other, person=None, item="count", audience="public", until=None, giver="an aunt",
        how="by letter",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        propose_release(
            actor=world.mina, case=other, audience="public", corrects=standing, **WHY,
            lines=[Line({"en": "At least 4."}, [(None, "count")])],
        )  # fmt: skip
    assert refused.value.code == "corrects"


def test_raw_sql_corrects_nothing_afterwards(world: World) -> None:
    world.release()
    without_triggers("disclosure_public_release", "UPDATE disclosure_public_release SET born = '1'")
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_public_release SET corrects_id = id")
