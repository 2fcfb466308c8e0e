"""Which identifiers of reporters the guard is given, and from when on."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import actor_of, system
from tocsin.core.actions import Actor
from tocsin.core.keyring import KeyMissing
from tocsin.core.keystore import Keystore
from tocsin.intake import identifiers, vault
from tocsin.intake.actions import mark_situation, receive_report, set_report_aside
from tocsin.intake.identifiers import Kind, read_contact
from tocsin.intake.keeping import Words, keep_report
from tocsin.intake.models import Report
from tocsin.intake.signals import identifiers_sealed

pytestmark = pytest.mark.django_db
WHEN = dt.datetime(2012, 2, 10, 9, tzinfo=dt.UTC)


@pytest.fixture
def mina() -> Actor:
    installation = system("installation")
    staff = found_staff(
        actor=installation, email="mina@tocsin.example", name="Mina", language="en", roles=["caseworker"]
    )
    return actor_of(staff)


@pytest.fixture
def heard() -> Any:
    told: list[uuid.UUID] = []

    def listen(report_id: uuid.UUID, **_signal: object) -> None:
        told.append(report_id)

    identifiers_sealed.connect(listen)
    yield told
    identifiers_sealed.disconnect(listen)


def receive(actor: Actor, **fields: str) -> Report:
    return receive_report(
        actor=actor, source="relative", text="They took her.", reporter="her daughter", how_known="", reliability="B",
        language="en", received_at=WHEN, **fields,
    )  # fmt: skip


def told() -> set[tuple[str, str]]:
    return {(each.kind.value, each.text) for each in identifiers.all_living()}


def test_what_a_hand_entered_is_guarded_at_once(mina: Actor, heard: list[uuid.UUID]) -> None:
    report = receive(mina, name="류선옥", contact="sora@mail.example, +82 10-5550-1234", organisation="Hands Across")
    assert told() == {
        ("name", "류선옥"),
        ("organisation", "Hands Across"),
        ("email", "sora@mail.example"),
        ("phone", "+82 10-5550-1234"),
    }
    assert heard == [report.pk]


def test_who_says_nothing_of_themselves_wakes_nobody(mina: Actor, heard: list[uuid.UUID]) -> None:
    receive(mina, name="  ")
    assert told() == set()
    assert heard == []


def test_strangers_cannot_teach_the_guard(mina: Actor, heard: list[uuid.UUID]) -> None:
    report = keep_report(Words("nothing", name="Save My Friend"), source="form", received_at=WHEN)
    set_aside = keep_report(Words("nothing", name="Appeals"), source="email", received_at=WHEN)
    set_report_aside(actor=mina, report=set_aside)
    assert told() == set()
    assert heard == []
    mark_situation(actor=mina, report=report)
    assert told() == {("name", "Save My Friend")}
    assert heard == [report.pk]


def test_a_report_whose_key_is_gone_is_not_of_the_living(mina: Actor) -> None:
    vault.KEYS.destroy(receive(mina, name="류선옥").pk)
    receive(mina, name="천보람")
    assert told() == {("name", "천보람")}


def test_a_lost_keystore_is_said(mina: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(mina, name="류선옥")
    monkeypatch.setattr(vault, "KEYS", Keystore("nowhere", "report"))
    with pytest.raises(KeyMissing):
        told()


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("KakaoTalk: sora88", [(Kind.HANDLE, "sora88")]),
        ("Mail <a.b+c@mail.example>.", [(Kind.EMAIL, "a.b+c@mail.example")]),
        ("(02) 555 01 23 or 010.5550.1234", [(Kind.PHONE, "02) 555 01 23"), (Kind.PHONE, "010.5550.1234")]),
        ("ask at the shop", []),
        ("12345", []),
    ],
)
def test_contacts_are_read_as_they_were_typed(contact: str, found: list[tuple[Kind, str]]) -> None:
    assert list(read_contact(contact)) == found
