"""Once a release has ended its words are sealed under the key of its case, and die with it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tocsin.accounts.actors import system
from tocsin.cases import vault
from tocsin.cases.destroying import carry_out
from tocsin.cases.destruction_actions import approve_destruction, propose_destruction
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.keyring import KeyMissing
from tocsin.disclosure import queries, withdrawn_words
from tocsin.disclosure.actions import abort_release, approve_release, refuse_release, withdraw_release
from tocsin.disclosure.models import GonePage, PublicRelease, Statement, WithdrawnWords

from .world import GONE, World

WORDS = ("At least 31 people", "31명이", "A woman of 70", "70세 여성")
REASON = "The family asks that nothing of it is kept."


def in_the_database() -> str:
    """Every text of every table of ours, the audit included."""
    said = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(cases|core|intake|disclosure)_'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")  # noqa: S608
            said.append(cursor.fetchone()[0] or "")
    return " ".join(said)


def ended(world: World, how: str) -> PublicRelease:
    if how == "withdrawn":
        return withdraw_release(actor=world.haru, release=world.release())
    world.consent()
    proposed = world.proposal()
    if how == "refused":
        return refuse_release(actor=world.adaeze, release=proposed)
    if how == "aborted":
        return abort_release(actor=world.mina, release=proposed)
    return withdraw_release(actor=world.mina, release=proposed)


@pytest.mark.parametrize("how", ["withdrawn", "refused", "aborted", "proposal withdrawn"])
def test_its_words_are_sealed_and_its_people_read_them_still(world: World, how: str) -> None:
    release = ended(world, how)
    said = in_the_database()
    for words in WORDS:
        assert words not in said
        assert words.encode().hex() not in said
    dossier = queries.dossier_for(world.haru, release)
    assert dossier.lines[1].texts == {"en": "A woman of 70 is among them.", "ko": "70세 여성이 그중에 있다."}
    assert [one.lines[0].texts["en"] for one in queries.ledger(world.mina, world.case).releases] == [
        "At least 31 people were held."
    ]
    assert queries.verify_words(release)
    assert queries.languages(release) == ["en", "ko"]
    with pytest.raises(NotPermitted):
        queries.dossier_for(world.jonas, release)


def test_what_stands_keeps_its_words(world: World) -> None:
    release = world.release()
    assert not withdrawn_words.seal_words(release) or not WithdrawnWords.objects.exists()
    assert queries.statements(release, "en")[0] == "At least 31 people were held."


def test_the_familys_words_stay_where_they_stand_in_place_of_pages(world: World) -> None:
    release = withdraw_release(actor=world.mina, release=world.release())
    assert PublicRelease.objects.get().gone_words == GONE == withdrawn_words.gone_words(release)


@pytest.mark.parametrize("how", ["refused", "aborted", "proposal withdrawn"])
def test_where_nobody_reads_them_they_are_sealed_too(world: World, how: str) -> None:
    release = ended(world, how)
    assert PublicRelease.objects.get().gone_words == {}
    assert not GonePage.objects.exists()
    assert withdrawn_words.gone_words(release) == GONE


def test_nor_where_the_family_chose_that_it_had_never_been(world: World) -> None:
    world.consent()
    release = approve_release(actor=world.adaeze, release=world.proposal(gone_status=404))
    release = withdraw_release(actor=world.mina, release=release)
    assert PublicRelease.objects.get().gone_words == {}


def test_a_key_that_cannot_be_read_stops_no_withdrawal(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    release = world.release()

    def away(*_given: object) -> bytes:
        raise KeyMissing("away")

    with monkeypatch.context() as patch:
        patch.setattr(withdrawn_words.vault, "seal", away)
        assert withdraw_release(actor=world.mina, release=release).state == "withdrawn"
    assert Statement.objects.exclude(text="").exists()
    assert withdrawn_words.waiting() == [release]
    with pytest.raises(NotPermitted):
        withdrawn_words.seal_waiting(actor=world.ruth)
    withdrawn_words.seal_what_waits()
    assert not Statement.objects.exclude(text="").exists()
    assert withdrawn_words.seal_waiting(actor=system("retention")) == 0


EMPTY = "UPDATE disclosure_statement SET text = ''"
FAMILYS = "UPDATE disclosure_public_release SET gone_words = '{}'"


@pytest.mark.parametrize(
    ("stands", "change"),
    [
        (True, EMPTY),
        (True, FAMILYS),
        (True, "INSERT INTO disclosure_withdrawn_words SELECT id, 'x', now() FROM disclosure_dossier"),
        (False, FAMILYS),  # they stand where the pages were
        (False, "UPDATE disclosure_statement SET text = 'A boy of 5'"),
        (False, "UPDATE disclosure_statement SET text = '', position = position + 10"),
        (False, "DELETE FROM disclosure_statement"),
        (False, "UPDATE disclosure_withdrawn_words SET sealed_words = 'x'"),
        (False, "DELETE FROM disclosure_withdrawn_words"),
        (False, 'UPDATE disclosure_public_release SET gone_words = \'{"en": "We lied."}\''),
        (False, "UPDATE disclosure_public_release SET gone_words = '{}', state = 'approved'"),
    ],
)
def test_the_database_lets_nothing_else_be_changed(world: World, stands: bool, change: str) -> None:
    release = world.release()
    if not stands:
        withdraw_release(actor=world.mina, release=release)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_words_cannot_be_emptied_that_were_not_sealed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.disclosure.ending.seal_words", lambda release: False)
    withdraw_release(actor=world.mina, release=world.release())
    with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
        Statement.objects.update(text="")


def test_a_case_with_a_standing_release_is_not_destroyed(world: World) -> None:
    release = world.release()
    with pytest.raises(Refused) as refused:
        propose_destruction(actor=world.mina, case=world.case, reason=REASON)
    assert refused.value.code == "standing_release"
    withdraw_release(actor=world.mina, release=release)
    proposed = world.proposal()
    with pytest.raises(Refused):
        propose_destruction(actor=world.mina, case=world.case, reason=REASON)
    abort_release(actor=world.mina, release=proposed)
    destruction = propose_destruction(actor=world.mina, case=world.case, reason=REASON)
    approve_destruction(actor=world.haru, destruction=destruction)
    later = world.proposal()
    with pytest.raises(Refused):
        carry_out(actor=world.mina, destruction=destruction)
    assert vault.holds(world.case.pk)
    abort_release(actor=world.mina, release=later)
    carry_out(actor=world.mina, destruction=destruction)
    with pytest.raises(KeyMissing):
        withdrawn_words.words(release)
    assert not Statement.objects.exclude(text="").exists()
