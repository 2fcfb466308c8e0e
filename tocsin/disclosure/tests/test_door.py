"""Raw SQL at the door: what the actions forbid, the database forbids as well."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tocsin.cases.actions import open_case
from tocsin.disclosure.actions import (
    approve_release,
    propose_best_interests,
    record_consent,
    withdraw_consent,
    withdraw_release,
)
from tocsin.disclosure.bases import lines_without_basis
from tocsin.disclosure.models import Basis, Consent, Dossier, PublicRelease, Statement
from tocsin.disclosure.words import canonical_json, words_sha256

from .world import GROUNDS, World


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(sql: str, *values: object, because: str | None = None) -> None:
    with pytest.raises(IntegrityError, match=because):
        run(sql, *values)


def bring_to(world: World, state: str) -> PublicRelease:
    world.consent()
    release = world.proposal()
    age(release)
    if state in ("approved", "withdrawn"):
        approve_release(actor=world.adaeze, release=release)
    if state == "withdrawn":
        withdraw_release(actor=world.mina, release=release)
    return release


def without_triggers(table: str, change: str, *values: object) -> None:
    """Make a state that only time, or an older database, could have made."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(change, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def age(release: PublicRelease) -> None:
    """Let a release be of an earlier transaction than the test's own."""
    change = "UPDATE disclosure_public_release SET born = '1' WHERE id = %s"
    without_triggers("disclosure_public_release", change, release.pk)


@pytest.mark.parametrize("state", ["proposed", "approved", "withdrawn"])
def test_words_are_written_once(world: World, state: str) -> None:
    release = bring_to(world, state)
    refused("UPDATE disclosure_statement SET text = 'other'", because="kept as they are")
    refused("DELETE FROM disclosure_statement", because="kept as they are")
    refused(
        "INSERT INTO disclosure_statement (release_id, position, language, text) VALUES (%s, 3, 'en', 'more')",
        release.pk,
        because="written once",
    )


def test_words_cannot_be_added_while_a_later_transaction_touches_the_release(world: World) -> None:
    release = bring_to(world, "proposed")
    refused("UPDATE disclosure_public_release SET state = 'proposed'", because="does not move")
    refused("UPDATE disclosure_public_release SET born = pg_current_xact_id()", because="immutable")
    approve_release(actor=world.adaeze, release=release)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Statement.objects.create(release=release, position=3, language="en", text="more")


@pytest.mark.parametrize("state", ["proposed", "approved", "withdrawn"])
@pytest.mark.parametrize(
    "change",
    [
        "audience = 'un'",
        "sha256 = sha256('other')",
        "gone_words = '{}'",
        "gone_status = 404",
        "proposed_at = now() - interval '1 day'",
        "id = gen_random_uuid()",
    ],
)
def test_a_release_is_immutable(world: World, state: str, change: str) -> None:
    bring_to(world, state)
    refused(f"UPDATE disclosure_public_release SET {change}", because="immutable")  # noqa: S608


MOVES = {("proposed", "withdrawn"), ("approved", "withdrawn")}


@pytest.mark.parametrize("before", ["proposed", "approved", "withdrawn"])
@pytest.mark.parametrize("after", ["proposed", "approved", "refused", "withdrawn"])
def test_raw_moves(world: World, before: str, after: str) -> None:
    """Raw SQL can do nothing but withdraw: what fails, fails towards silence."""
    release = bring_to(world, before)
    sql = (
        "UPDATE disclosure_public_release SET state = %s, "
        "approved_at = CASE WHEN %s = 'approved' THEN now() ELSE approved_at END, "
        "live_at = CASE WHEN %s = 'approved' THEN now() ELSE live_at END, "
        "withdrawn_at = CASE WHEN %s = 'withdrawn' THEN now() ELSE withdrawn_at END"
    )
    if (before, after) in MOVES:
        run(sql, after, after, after, after)
    else:
        refused(sql, after, after, after, after)
        release.refresh_from_db()
        assert release.state == before


def test_approval_is_not_dated_by_another_move(world: World) -> None:
    bring_to(world, "proposed")
    refused(
        "UPDATE disclosure_public_release SET state = 'withdrawn', withdrawn_at = now(), approved_at = now()",
        because="its own move",
    )


def test_raw_approval_takes_a_second_person(world: World) -> None:
    release = bring_to(world, "proposed")
    approve = "UPDATE disclosure_public_release SET state = 'approved', approved_at = now(), live_at = now()"
    refused(approve, because="second person")
    decide = "UPDATE disclosure_dossier SET decided_by_id = %s, decided_at = now()"
    refused(decide, world.staff["mina"].pk)
    run(decide, world.staff["adaeze"].pk)
    run(approve)
    release.refresh_from_db()
    assert release.state == "approved"


def test_raw_approval_takes_current_bases(world: World) -> None:
    release = bring_to(world, "proposed")
    withdraw_consent(actor=world.mina, consent=Consent.objects.get(item="count"))
    run("UPDATE disclosure_dossier SET decided_by_id = %s, decided_at = now()", world.staff["adaeze"].pk)
    refused(
        "UPDATE disclosure_public_release SET state = 'approved', approved_at = now(), live_at = now()",
        because="nothing current",
    )
    assert lines_without_basis(release.pk) == [1]


def test_a_release_cannot_be_born_approved_or_wordless(world: World) -> None:
    insert = (
        "INSERT INTO disclosure_public_release (id, audience, state, sha256, proposed_at, approved_at, prepare,"
        " gone_status, gone_words) VALUES (%s, 'public', %s, %s, now(), {}, false, 410, '{{}}')"
    )
    nothing = words_sha256([])
    refused(insert.format("now()"), uuid.uuid4(), "approved", nothing, because="begins as a proposal")
    refused(insert.format("NULL"), uuid.uuid4(), "proposed", nothing, because="not the hashed ones")
    refused(insert.format("NULL"), uuid.uuid4(), "proposed", b"x" * 32, because="not the hashed ones")


def test_other_words_under_the_hash_are_refused(world: World) -> None:
    release = uuid.uuid4()
    refused(
        "INSERT INTO disclosure_public_release (id, audience, state, sha256, proposed_at, prepare, gone_status,"
        " gone_words) VALUES (%s, 'public', 'proposed', %s, now(), false, 410, '{}'); "
        "INSERT INTO disclosure_statement (release_id, position, language, text) VALUES (%s, 1, 'en', 'other')",
        release,
        words_sha256([(1, "en", "said")]),
        release,
        because="not the hashed ones",
    )


def test_bases_are_written_with_the_proposal(world: World) -> None:
    bring_to(world, "approved")
    consent = Consent.objects.get(item="count")
    refused("DELETE FROM disclosure_basis", because="kept")
    refused("UPDATE disclosure_basis SET consent_id = %s", consent.pk, because="kept")
    dossier = Dossier.objects.get()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Basis.objects.create(dossier=dossier, position=2, person=None, item="count", consent=consent)


def test_dossiers_consents_and_decisions_are_not_edited(world: World) -> None:
    bring_to(world, "approved")
    decision = propose_best_interests(
        actor=world.mina, case=world.case, person=None, item="place", audience="public", until=None, grounds=GROUNDS
    )
    someone = world.staff["haru"].pk
    refused("DELETE FROM disclosure_dossier")
    refused("UPDATE disclosure_dossier SET decided_by_id = %s", someone)
    refused("UPDATE disclosure_dossier SET proposed_by_id = %s", someone)
    refused("DELETE FROM disclosure_public_release")
    refused("DELETE FROM disclosure_consent")
    refused("UPDATE disclosure_consent SET until = now() + interval '1 year'")
    refused("UPDATE disclosure_consent SET audience = 'un'")
    run("UPDATE disclosure_consent SET withdrawn_at = now()")
    refused("UPDATE disclosure_consent SET withdrawn_at = NULL")
    refused("UPDATE disclosure_best_interests SET item = 'name'")
    refused("UPDATE disclosure_best_interests SET confirmed_by_id = %s", decision.proposed_by_id)
    run("UPDATE disclosure_best_interests SET confirmed_by_id = %s", someone)
    refused("UPDATE disclosure_best_interests SET confirmed_by_id = NULL")
    refused("DELETE FROM disclosure_best_interests")
    refused(
        "INSERT INTO disclosure_best_interests (case_id, item, audience, sealed_reasons, proposed_by_id,"
        " confirmed_by_id, proposed_at) SELECT case_id, item, audience, sealed_reasons, proposed_by_id, %s, now()"
        " FROM disclosure_best_interests",
        someone,
        because="begins unconfirmed",
    )


def test_a_basis_runs_out_with_its_day(world: World) -> None:
    today = dt.datetime.now(dt.UTC).date()
    world.consent()
    record_consent(
        actor=world.mina, case=world.case, person=None, item="count", audience="public", until=today,
        giver="a brother", how="by letter",
    )  # fmt: skip
    release = world.proposal()
    assert lines_without_basis(release.pk) == []
    without_triggers("disclosure_consent", "UPDATE disclosure_consent SET until = until - 1")
    assert lines_without_basis(release.pk) == [1]


@pytest.mark.parametrize("change", ["item = 'name'", "audience = 'un'", "person_id = NULL", "withdrawn_at = now()"])
def test_a_consent_to_something_else_carries_no_line(world: World, change: str) -> None:
    release = bring_to(world, "proposed")
    without_triggers("disclosure_consent", f"UPDATE disclosure_consent SET {change} WHERE item = 'age'")  # noqa: S608
    assert lines_without_basis(release.pk) == [2]


def test_a_consent_in_another_case_carries_no_line(world: World) -> None:
    release = bring_to(world, "proposed")
    other = open_case(actor=world.mina, title="Another")
    change = "UPDATE disclosure_consent SET case_id = %s WHERE item = 'count'"
    without_triggers("disclosure_consent", change, other.pk)
    assert lines_without_basis(release.pk) == [1]


WORDS = st.lists(
    st.tuples(
        st.integers(1, 300),
        st.sampled_from(["en", "ko", "zh-Hant", "pt-br", "fr"]),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    ),
    max_size=8,
    unique_by=lambda word: word[:2],
)


class TheHashIsTheSame(TestCase):
    """Python and the database write the same canonical JSON."""

    @settings(max_examples=60, deadline=None)
    @given(words=WORDS)
    def test_in_the_database(self, words: list[tuple[int, str, str]]) -> None:
        release = uuid.uuid4()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE disclosure_statement DISABLE TRIGGER USER")
            Statement.objects.bulk_create(
                Statement(release_id=release, position=position, language=language, text=text)
                for position, language, text in words
            )
            cursor.execute("SELECT disclosure_words_sha256(%s)", [release])
            assert bytes(cursor.fetchone()[0]) == words_sha256(words), canonical_json(words)
            transaction.set_rollback(True)
