"""The letterbox is drained once and for all: every row in exactly one figure, whatever it holds."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.models import Sum

from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.keyring import KeyMissing
from tocsin.core.keys import keyring
from tocsin.core.models import AuditEntry
from tocsin.front import handling, marks
from tocsin.front.drain import COMMENTS, WORKER, drain_batch
from tocsin.front.models import Letterbox, LetterboxBatch, LetterboxPoisoned, LetterboxTally
from tocsin.front.opening import Opened
from tocsin.front.payloads import Comment, Confirm, Subscribe, Withdraw, encode
from tocsin.front.poisoned import put_back

from .posting import LETTERBOX, drain, drained, hour, now, post

AT = now()


def confirm(signature: str, at: int = AT) -> Confirm:
    return Confirm(language="en", at=at, campaign="a", signature=signature)


def withdraw(signature: str, at: int = AT) -> Withdraw:
    return Withdraw(language="en", at=at, campaign="a", signature=signature)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Handlers of the test's own, and what each was called with."""
    heard: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(handling, "_handlers", {})

    def handler(rows: Sequence[Opened[Any]]) -> list[str]:
        subjects = [row.payload.signature for row in rows]
        heard.append((rows[0].kind, subjects))
        if "bad" in subjects:
            raise ValueError("a name")
        return ["done"] * len(rows)

    for kind in ("confirm", "withdraw"):
        handling.handles(kind, who=lambda rows: [row.payload.signature for row in rows])(handler)
    return heard


@pytest.mark.django_db
def test_rows_are_given_whole_and_tallied(calls: list[tuple[str, list[str]]]) -> None:
    post(*[confirm(str(i)) for i in range(5)], withdraw("9"))
    result = drained()
    assert (result.rows, result.outcomes) == (6, {"confirm": {"done": 5}, "withdraw": {"done": 1}})
    assert [kind for kind, _ in calls] == ["confirm", "withdraw"]
    assert not Letterbox.objects.exists()
    assert LetterboxTally.objects.get(kind="confirm", outcome="done", hour=hour(AT)).rows == 5


@pytest.mark.django_db
def test_a_second_batch_is_added_to_the_hour(calls: list[tuple[str, list[str]]]) -> None:
    for _ in range(2):
        post(confirm("1"))
        drain()
    assert LetterboxTally.objects.get().rows == 2


@pytest.mark.django_db
def test_one_audit_entry_a_batch_without_a_word_of_the_rows(calls: list[tuple[str, list[str]]]) -> None:
    post(confirm("secret-subject"), confirm("bad"))
    drain()
    entry = AuditEntry.objects.get(kind="front.letterbox_drained")
    assert entry.detail == {"rows": 2, "outcomes": {"confirm": {"done": 1, "poisoned": 1}}}
    assert entry.subject == "letterbox:contact"


@pytest.mark.django_db
def test_an_empty_letterbox_writes_nothing() -> None:
    assert drained().rows == 0
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_persons_rows_keep_their_order(calls: list[tuple[str, list[str]]]) -> None:
    """Withdrawing and confirming again, ten times, with a crowd of others around: still few batches."""
    others = [confirm(str(i), AT + i % 20) for i in range(100)]
    steps = [withdraw("x", AT + 2 * i) if i % 2 else confirm("x", AT + 2 * i) for i in range(10)]
    post(*others, *steps[::-1])
    drain()
    of_x = [kind for kind, subjects in calls for subject in subjects if subject == "x"]
    assert of_x == ["confirm", "withdraw"] * 5
    assert len(calls) == 10


@pytest.mark.django_db
def test_the_row_that_cannot_be_handled_is_set_aside_alone(
    calls: list[tuple[str, list[str]]], caplog: pytest.LogCaptureFixture
) -> None:
    post(*[confirm(str(i)) for i in range(9)], confirm("bad"))
    assert drain() == {"confirm": {"done": 9, "poisoned": 1}}
    row = LetterboxPoisoned.objects.get()
    assert (row.kind, row.why) == ("confirm", "handler:ValueError")
    assert "a name" not in caplog.text
    assert drained().rows == 0  # and never tried again


@pytest.mark.django_db
def test_rows_that_cannot_be_read_are_set_aside(calls: list[tuple[str, list[str]]]) -> None:
    seal = keyring().open_key("contact").seal_key
    rows = {
        "sealed": ("confirm", keyring().open_key("reports").seal_key.seal(b"{}" + b" " * 500)),
        "shape": ("confirm", seal.seal(b"no JSON" + b" " * 500)),
        "kind": ("withdraw", seal.seal(encode(confirm("1")))),
        "unhandled": ("subscribe", seal.seal(encode(Subscribe(language="en", at=AT, email="a@example.org", form="")))),
    }
    for kind, payload in rows.values():
        Letterbox.objects.create(kind=kind, hour=hour(AT), payload=payload)
    Letterbox.objects.create(kind="no-such-kind", hour=hour(AT), payload=b"x" * 60)
    drain()
    assert {row.why for row in LetterboxPoisoned.objects.all()} == set(rows)
    assert LetterboxPoisoned.objects.filter(kind="no-such-kind", why="sealed").exists()
    assert LetterboxTally.objects.aggregate(Sum("rows")) == {"rows__sum": 5}


@pytest.mark.django_db
def test_a_poisoned_row_is_kept_sealed(calls: list[tuple[str, list[str]]]) -> None:
    (row,) = post(confirm("bad"))
    drain()
    assert bytes(LetterboxPoisoned.objects.get(pk=row.pk).payload) == bytes(row.payload)


@pytest.mark.django_db
def test_a_handler_that_answers_too_little_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "_handlers", {})
    handling.handles("confirm")(lambda rows: ["done"] * (len(rows) // 2 * 2 - 1 if len(rows) > 1 else 1))
    post(confirm("1"), confirm("2"), confirm("3"))
    assert drain() == {"confirm": {"done": 3}}


@pytest.mark.django_db
def test_the_databases_trouble_is_no_rows_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(rows: Sequence[Opened[Any]]) -> list[str]:
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(handling, "_handlers", {})
    handling.handles("confirm")(fails)
    post(confirm("1"))
    with pytest.raises(OperationalError):
        drain()
    assert not LetterboxPoisoned.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [KeyMissing("contact_index"), ImportError("a module"), OSError("disk full")])
def test_the_installations_trouble_is_no_rows_fault(monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    def fails(rows: Sequence[Opened[Any]]) -> list[str]:
        raise trouble

    monkeypatch.setattr(handling, "_handlers", {})
    handling.handles("confirm")(fails)
    post(confirm("1"))
    with pytest.raises(type(trouble)):
        drain()
    assert Letterbox.objects.count() == 1


@pytest.mark.django_db
def test_a_process_without_the_key_sets_nothing_aside(calls: list[tuple[str, list[str]]]) -> None:
    post(confirm("1"))
    keyless = replace(WORKER, key="no-such-key")
    with pytest.raises(KeyMissing):
        drain_batch(actor=LETTERBOX, box=keyless)
    assert Letterbox.objects.count() == 1


@pytest.mark.django_db
def test_what_was_set_aside_is_put_back_and_counted_once(calls: list[tuple[str, list[str]]]) -> None:
    (row, other) = post(confirm("bad"), confirm("bad"))
    drain()
    for outsider in (Actor("system:publishing"), Actor("Ruth", 1, frozenset({"administrator"}))):
        with pytest.raises(NotPermitted):
            put_back(actor=outsider, ids=[row.pk])
    assert put_back(actor=LETTERBOX, ids=[row.pk]) == 1
    handling.handles("subscribe")(lambda rows: ["done"] * len(rows))
    handling._handlers["confirm"] = handling._handlers["subscribe"]  # mended
    assert drain() == {"confirm": {"done": 1}}
    assert LetterboxPoisoned.objects.get().pk == other.pk
    assert dict(LetterboxTally.objects.values_list("outcome", "rows")) == {"done": 1, "poisoned": 1}


@pytest.mark.django_db
def test_the_command_puts_all_back(calls: list[tuple[str, list[str]]], capsys: pytest.CaptureFixture[str]) -> None:
    post(confirm("bad"))
    drain()
    call_command("put_back_poisoned")
    assert capsys.readouterr().out == "1 rows put back.\n"
    assert Letterbox.objects.count() == 1


@pytest.mark.django_db
def test_the_worker_leaves_the_desks_kinds_alone(calls: list[tuple[str, list[str]]]) -> None:
    handling.handles("comment")(lambda rows: ["kept"] * len(rows))
    said = Comment(**dict.fromkeys(Comment.__struct_fields__, "en") | {"at": AT})
    post(said, key="reports")
    assert drained().rows == 0
    assert drain_batch(actor=Actor("system:publishing"), box=COMMENTS).outcomes == {"comment": {"kept": 1}}


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [Actor("system:counting"), Actor("Mina", 1, frozenset({"administrator"}))])
def test_nobody_else_drains(actor: Actor, calls: list[tuple[str, list[str]]]) -> None:
    post(confirm("1"))
    with pytest.raises(NotPermitted):
        drain_batch(actor=actor)
    with pytest.raises(NotPermitted):
        drain_batch(actor=Actor("system:letterbox", 1))
    assert Letterbox.objects.count() == 1


def test_a_kind_has_one_handler() -> None:
    for kind in ("confirm", "no-such-kind"):
        with pytest.raises(ValueError):
            handling.handles(kind)


@pytest.mark.django_db(transaction=True, available_apps=["tocsin.front"])
def test_two_drains_at_once_share_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "_handlers", {})
    together, seen = threading.Barrier(2, timeout=10), list[str]()

    def handler(rows: Sequence[Opened[Any]]) -> list[str]:
        together.wait()  # both hold their claims at this moment
        seen.extend(row.payload.signature for row in rows)
        return ["done"] * len(rows)

    handling.handles("confirm")(handler)
    post(*[confirm(str(i)) for i in range(40)])
    results = list[int]()

    def work() -> None:
        results.append(drain_batch(actor=LETTERBOX, limit=20).rows)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [20, 20]
    assert sorted(seen, key=int) == [str(i) for i in range(40)]
    assert LetterboxTally.objects.get().rows == 40


@pytest.mark.django_db(transaction=True, available_apps=["tocsin.front"])
def test_a_batch_that_fails_leaves_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = list[int]()

    def fails(rows: Sequence[Opened[Any]]) -> list[str]:
        tries.append(len(rows))
        if len(tries) < 3:
            raise OperationalError("deadlock detected")
        return ["done"] * len(rows)

    monkeypatch.setattr(handling, "_handlers", {})
    handling.handles("confirm")(fails)
    post(confirm("1"))
    assert drain_batch(actor=LETTERBOX).rows == 1
    assert len(tries) == 3
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_the_ids_of_batches_are_forgotten_after_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_next_look", 0.0)
    monkeypatch.setattr(marks, "LOOK_SECONDS", 0.0)
    fresh, old = hour(AT) - dt.timedelta(days=29), hour(AT) - dt.timedelta(days=31)
    LetterboxBatch.objects.bulk_create(LetterboxBatch(id=uuid.uuid4(), hour=each) for each in (fresh, old))
    drain()
    assert [batch.hour for batch in LetterboxBatch.objects.all()] == [fresh]
