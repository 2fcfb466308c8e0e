"""Actions within actions: one set of entries, written last, and nothing told of what was undone."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from tocsin.core import audit
from tocsin.core.actions import Actor, Done, Refused, action, anyone
from tocsin.core.models import AuditEntry

from .database import superuser

pytestmark = pytest.mark.django_db

MINA = Actor("Mina Seo", 1)


@action("core.test_inner_done", policy=anyone)
def do_inner(*, actor: Actor) -> Done[None]:
    return Done(None, subject="inner:1")


@action("core.test_outer_done", policy=anyone)
def do_outer(*, actor: Actor, seen: list[bool], undo: bool = False, refuse: bool = False) -> Done[None]:
    try:
        with transaction.atomic():
            do_inner(actor=actor)
            if undo:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    seen.append(chain_is_free())
    if refuse:
        raise Refused("No.", code="no")
    return Done(None, subject="outer:1")


def chain_is_free() -> bool:
    """Whether somebody else could write an entry now."""
    with superuser(int(connection.settings_dict["PORT"])) as session:
        return bool(session.execute("SELECT pg_try_advisory_lock(%s)", [audit.CHAIN_LOCK]).fetchone()[0])


def kinds() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("kind", flat=True))


def test_the_chain_is_locked_only_at_the_outermost_end() -> None:
    seen: list[bool] = []
    do_outer(actor=MINA, seen=seen)
    assert seen == [True]
    assert not chain_is_free()  # held until the commit, which in a test does not come
    assert kinds() == ["core.test_inner_done", "core.test_outer_done"]
    assert audit.verify().holds


def test_what_a_savepoint_undid_is_not_told() -> None:
    do_outer(actor=MINA, seen=[], undo=True)
    assert kinds() == ["core.test_outer_done"]


def test_a_refused_outer_action_leaves_only_its_refusal() -> None:
    with pytest.raises(Refused):
        do_outer(actor=MINA, seen=[], refuse=True)
    assert kinds() == [audit.REFUSAL]


def test_the_next_action_begins_anew() -> None:
    with pytest.raises(Refused):
        do_outer(actor=MINA, seen=[], refuse=True)
    do_inner(actor=MINA)
    assert kinds() == [audit.REFUSAL, "core.test_inner_done"]
    assert connection.in_atomic_block


@action("core.test_followed", policy=anyone)
def do_followed(*, actor: Actor) -> Done[None]:
    transaction.on_commit(lambda: do_inner(actor=actor))
    return Done(None, subject="followed:1")


@pytest.fixture
def emptied(database_port: int, transactional_db: None) -> Iterator[psycopg.Connection]:
    """The superuser, who empties the audit behind a test that commits."""
    with superuser(database_port) as admin:
        admin.execute("DELETE FROM core_audit")
        yield admin
        admin.execute("DELETE FROM core_audit")


@pytest.mark.django_db(transaction=True, available_apps=["tocsin.front"])
def test_an_action_that_runs_on_commit_is_told_too(emptied: psycopg.Connection) -> None:
    do_followed(actor=MINA)
    assert kinds() == ["core.test_followed", "core.test_inner_done"]
    assert audit.verify().holds
